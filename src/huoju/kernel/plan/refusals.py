"""Why a document cannot be read: what is wrong, where, and what to do, in Chinese and English."""

from __future__ import annotations

from huoju.errors import InputError


class EmptyDocument(InputError):
    """Nothing in it."""

    code = "plan-empty"
    zh = "{where}：文件是空的，没有可读的文字。请检查是否选错了文件，或重新导出后再试。"
    en = "{where}: the file is empty. Check that it is the right file, or export it again."


class NoSuchFile(InputError):
    """Nothing at this path, or a folder."""

    code = "plan-no-file"
    zh = "没有文件 {where}。请检查路径；多个文件放在一个文件夹里时，用 huoju plan corpus。"
    en = "There is no file {where}. Check the path; for a folder of files use huoju plan corpus."


class NothingRead(InputError):
    """Chinese, and yet not one quantified statement."""

    code = "plan-nothing-read"
    zh = "{where}：没有读出任何量化表述，不像是规划或工作报告。请检查是否选错了文件。"
    en = "{where}: not one quantified statement was read, so it is no plan or report. Check that it is the right file."


class NotAPlan(InputError):
    """Hardly any Chinese text."""

    code = "plan-not-a-plan"
    zh = "{where}：几乎没有中文正文，不像是规划或工作报告。请选择规划文本（txt、md、html、docx 或可复制文字的 PDF）。"
    en = (
        "{where}: hardly any Chinese text, so not a plan. Choose the plan itself (txt, md, html, "
        "docx or a PDF with text)."
    )


class TooLarge(InputError):
    """Bigger than any plan; refused before it is opened."""

    code = "plan-too-large"
    zh = "{where}：文件有 {size_mb} MB，超过 {limit_mb} MB 的上限，未读取。请只提交规划正文，或去掉其中的图片。"
    en = (
        "{where}: the file has {size_mb} MB, above the limit of {limit_mb} MB; it was not read. "
        "Submit the text of the plan only, or remove its pictures."
    )


class UnknownType(InputError):
    """Neither text nor a format the reader knows."""

    code = "plan-unknown-type"
    zh = "{where}：无法识别的文件类型。可读的有 txt、md、html、docx 和含文字的 PDF；旧版 doc、wps 请先另存为 docx。"
    en = (
        "{where}: unknown type of file. Readable are txt, md, html, docx and PDF with text; save "
        "old doc or wps files as docx first."
    )


class Unreadable(InputError):
    """Broken, or not to be opened at all."""

    code = "plan-unreadable"
    zh = "{where}：文件无法打开或已损坏（{detail}）。请重新导出或重新下载后再试。"
    en = "{where}: the file cannot be opened or is broken ({detail}). Export or download it again."


class Protected(InputError):
    """Needs a password."""

    code = "plan-protected"
    zh = "{where}：文件有密码保护，无法读取。请在原软件中取消密码，另存后再试。"
    en = (
        "{where}: the file is protected by a password. Remove the password in the program that made "
        "it and save again."
    )


class Scanned(InputError):
    """Pictures of pages: needs character recognition first."""

    code = "plan-scanned"
    zh = "{where}：这是扫描件，{pages} 页都没有文字层。需要先做文字识别（OCR），得到可复制文字的 PDF 或 docx 后再试。"
    en = (
        "{where}: a scan; none of its {pages} pages has text. Run character recognition (OCR) on it "
        "first, then submit the PDF or docx with text."
    )

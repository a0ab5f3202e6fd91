"""What cannot go on in this room: files that cannot be read, batches that cannot be appended or undone."""

from __future__ import annotations

from huoju.errors import Conflict, InputError, NotFound


class EvidenceFileError(InputError):
    """A file handed to the importer cannot be used at all."""

    code = "evidence-file"


class FileIsEmpty(EvidenceFileError):
    code = "evidence-file-empty"
    zh = "{name}：文件是空的，没有可导入的内容。请检查是否选错了文件。"
    en = "{name}: the file is empty, there is nothing to import. Check that it is the right file."


class FileTooLarge(EvidenceFileError):
    code = "evidence-file-too-large"
    zh = "{name}：文件有 {size_mb} MB，上限为 {limit_mb} MB。请拆分后分别导入。"
    en = "{name}: the file has {size_mb} MB, the limit is {limit_mb} MB. Split it and import the parts."


class FileIsProtected(EvidenceFileError):
    code = "evidence-file-protected"
    zh = "{name}：文件有密码保护，无法读取。请在 Excel 中取消密码后另存，再导入。"
    en = "{name}: the file is password-protected. Remove the password in Excel, save, and import again."


class FileIsBroken(EvidenceFileError):
    code = "evidence-file-broken"
    zh = "{name}：文件已损坏或不完整（{detail}）。请用 Excel 打开并另存为 xlsx，再导入。"
    en = "{name}: the file is damaged or incomplete ({detail}). Open it in Excel, save as xlsx, import again."


class FileKindUnknown(EvidenceFileError):
    code = "evidence-file-kind"
    zh = "{name}：内容是{kind}，不是表格。可导入的格式：CSV、xlsx、xls、ods。"
    en = "{name}: the content is {kind}, not a table. What can be imported: CSV, xlsx, xls, ods."


class NoTableFound(EvidenceFileError):
    code = "evidence-no-table"
    zh = "{name}：没有找到数据表（表头需有指标、时间、数值，或把年份、月份排在表头）。可先下载模板填报。"
    en = "{name}: no table found (headings need indicator, period and value, or years across). Try the template."


class NothingToCommit(InputError):
    code = "evidence-nothing-to-commit"
    zh = "{name}：没有可以入库的行。请先处理预览中列出的问题。"
    en = "{name}: no row can be committed. Deal with the problems listed in the preview first."


class SubjectUnknown(InputError):
    code = "evidence-subject-unknown"
    zh = "没有登记过主体“{subject}”。最接近的：{nearest}。请用代码或全称，或先登记。"
    en = (
        "No subject “{subject}” is registered. Nearest: {nearest}. Use its code or full name, or register it."
    )


class BatchNotFound(NotFound):
    code = "evidence-batch-not-found"
    zh = "没有找到数据批次 {batch}。请用 huoju evidence list 查看已有批次。"
    en = "No such batch: {batch}. See huoju evidence list for those there are."


class BatchAlreadyDecided(Conflict):
    code = "evidence-batch-decided"
    zh = "批次 {batch} 当前状态为“{state}”，不能再做 {action}。请刷新页面查看最新情况。"
    en = "Batch {batch} is in state {state}; it cannot be changed by {action}. Reload to see where it stands."


class PreviewIsStale(Conflict):
    code = "evidence-preview-stale"
    zh = "批次 {batch} 预览之后，数据仓里的相关数据有变化。请重新预览，确认差异后再入库。"
    en = "The data that batch {batch} touches has changed since its preview. Preview again, then commit."


class StoreBusy(Conflict):
    code = "evidence-store-busy"
    zh = "数据仓正被另一个写入占用，已等待 {seconds} 秒。请稍后重试；已有数据不受影响。"
    en = "Another writer holds the evidence store; waited {seconds} s. Try again; existing data is not affected."

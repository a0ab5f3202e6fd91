"""What can be wrong with a rule document or an expression, told in Chinese and English.

All are `InputError`: a person can put them right. `where` names the element, the line or the table cell.
A wrong operand inside an expression is not an error: it gives null and a recorded `Warning_` of the result.
"""

from __future__ import annotations

from huoju.errors import InputError


class FeelSyntaxError(InputError):
    code = "feel-syntax"
    zh = "{where}：表达式在第{line}行第{column}列附近不合FEEL语法(“{near}”)：{text}。请检查此处的拼写、括号与引号。"
    en = "{where}: not FEEL near line {line}, column {column} ('{near}'): {text}. Check spelling and brackets there."


class ExpressionTooDeep(InputError):
    code = "feel-too-deep"
    zh = "{where}：表达式嵌套超过{limit}层。请拆成几个决策或上下文条目。"
    en = "{where}: the expression nests more than {limit} levels deep. Split it into decisions or context entries."


class RecursionTooDeep(InputError):
    code = "rules-recursion"
    zh = "{where}：函数相互调用超过{limit}层，可能没有终止条件。请检查递归的出口。"
    en = "{where}: functions call each other more than {limit} deep, perhaps without end. Give the recursion an end."


class TooManySteps(InputError):
    code = "rules-steps"
    zh = "{where}：循环、筛选或列表超过{limit}步，已停止。请缩小范围，或提高上限。"
    en = "{where}: loops, filters or lists passed {limit} steps and were stopped. Narrow the range or raise the limit."


class MalformedXml(InputError):
    code = "dmn-xml"
    zh = "{where}第{line}行(元素“{element}”)：不是完整的XML：{detail}。请在该行修正后重试。"
    en = "{where}, line {line} (element '{element}'): not well-formed XML: {detail}. Correct that line and try again."


class UnsafeXml(InputError):
    code = "dmn-unsafe-xml"
    zh = "{where}：文件含有{what}，不予读取。请删除后重新导出。"
    en = "{where}: the file contains {what}, which is refused. Remove it and export again."


class XmlTooLarge(InputError):
    code = "dmn-too-large"
    zh = "{where}：{what}为{size}，超过上限{limit}。请拆分模型。"
    en = "{where}: {what} is {size}, above the limit of {limit}. Split the model."


class NotDmn(InputError):
    code = "dmn-not-dmn"
    zh = "{where}：根元素为“{element}”(命名空间“{namespace}”)，不是DMN 1.1至1.5模型。请导出为DMN。"
    en = "{where}: the root element is '{element}' (namespace '{namespace}'), not a DMN 1.1 to 1.5 model. Export DMN."


class BadElement(InputError):
    code = "dmn-element"
    zh = "{where}第{line}行，元素“{element}”：{zh_detail}。请按DMN标准修正。"
    en = "{where}, line {line}, element '{element}': {en_detail}. Correct it to the DMN standard."


class CyclicRequirements(InputError):
    code = "dmn-cycle"
    zh = "{where}：需求图成环：{cycle}。决策不能直接或间接依赖自身，请断开其中一条连线。"
    en = "{where}: the requirement graph has a cycle: {cycle}. A decision cannot depend on itself; remove one link."


class MissingReference(InputError):
    code = "dmn-reference"
    zh = "{where}第{line}行：引用“{href}”找不到对象。请检查编号，或随模型一并给出被导入的文件。"
    en = "{where}, line {line}: nothing is found for '{href}'. Check the id, or give the imported file too."


class UnknownDecision(InputError):
    code = "dmn-unknown-decision"
    zh = "{where}：没有名为“{name}”的决策或决策服务。可用的有：{known}。"
    en = "{where}: there is no decision or decision service named '{name}'. There are: {known}."


class BadRuleData(InputError):
    code = "rules-data"
    zh = "{where}：数据不能读取：{detail}。请给出JSON对象、JSON列表或带表头的CSV。"
    en = "{where}: the data cannot be read: {detail}. Give a JSON object, a JSON list or a CSV with a header."


class NoVersion(InputError):
    code = "rules-no-version"
    zh = "规则“{where}”在{day}没有有效版本。已有版本：{known}。请换一个日期，或补登该日的版本。"
    en = (
        "No version of '{where}' holds on {day}. There are: {known}. Choose another day, or add that version."
    )


class VersionsOverlap(InputError):
    code = "rules-versions-overlap"
    zh = "规则“{where}”的两个版本有效期重叠：{first}与{second}。请填写前一版本的失效日期。"
    en = "Two versions of '{where}' hold at once: {first} and {second}. Give the earlier one its last day."


class VersionsReversed(InputError):
    code = "rules-versions-reversed"
    zh = "规则“{where}”的版本{version}失效早于生效。请更正日期。"
    en = "The version {version} of '{where}' ends before it begins. Correct the days."

"""A form's items: checked as Forms checks them, and given their ids. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from emulator.errors import ApiError

from .store import Fields, compact

ITEM_KINDS = (
    "questionItem",
    "questionGroupItem",
    "pageBreakItem",
    "textItem",
    "imageItem",
    "videoItem",
)
QUESTION_KINDS = (
    "choiceQuestion",
    "textQuestion",
    "scaleQuestion",
    "dateQuestion",
    "timeQuestion",
    "fileUploadQuestion",
    "rowQuestion",
    "ratingQuestion",
)
ID = re.compile(r"[0-9a-f]{1,8}$")

NewId = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Ways:
    """How this Forms makes items: whence new ids come, whether it heeds only its own
    (`own_ids`), and whether an option may lead to a section of the same batch; else only to
    those that were `standing` before."""

    new_id: NewId
    own_ids: bool = False
    goto_same_batch: bool = True
    standing: frozenset[str] = frozenset()


class BadItem(Exception):
    """What is wrong with an item; the request's place is put in front by `edit`."""


def invalid(where: str, what: str) -> ApiError:
    """Google's 400 for one request of a batch: `Invalid requests[0].createItem: …`."""
    return ApiError(400, f"Invalid {where}: {what}")


def questions(item: Fields) -> Iterator[Fields]:
    """The questions of an item: none, one, or the rows of a grid."""
    if "questionItem" in item:
        yield item["questionItem"]["question"]
    yield from item.get("questionGroupItem", {}).get("questions", [])


def ids(items: Iterable[Fields]) -> set[str]:
    """Every item id and question id in use."""
    found: set[str] = set()
    for item in items:
        found.add(item["itemId"])
        found.update(question["questionId"] for question in questions(item))
    return found


def sections(items: Iterable[Fields]) -> frozenset[str]:
    """The ids of the page breaks: where an option may go to."""
    return frozenset(item["itemId"] for item in items if "pageBreakItem" in item)


def without_ids(item: Fields) -> Fields:
    """An item as a client gave it, its ids forgotten."""
    found: Fields = compact(item)
    found.pop("itemId", None)
    alone = found.get("questionItem", {}).get("question", {})
    for question in (alone, *found.get("questionGroupItem", {}).get("questions", [])):
        question.pop("questionId", None)
    return found


def check_item(item: Fields, others: list[Fields], ways: Ways) -> Fields:
    """The item as it is kept, with ids. Raises BadItem.

    others   the form's other items: their ids are taken, and their page breaks are where an
             option may go to
    """
    item = compact(item)
    one_line(item.get("title"))
    kinds = [kind for kind in ITEM_KINDS if kind in item]
    if len(kinds) != 1:
        raise BadItem("Item.kind was not provided" if not kinds else "Item has several kinds")
    taken, new_id = ids(others), ways.new_id
    item["itemId"] = _take_id(item.get("itemId"), taken, new_id, "Item")
    reachable = sections(others)
    if not ways.goto_same_batch:
        reachable &= ways.standing
    if kinds[0] == "questionItem":
        question = item["questionItem"].get("question")
        if question is None:
            raise BadItem("QuestionItem.question is required")
        if "rowQuestion" in question:
            raise BadItem("A row question belongs into a question group")
        item["questionItem"]["question"] = _question(question, taken, new_id, reachable)
    elif kinds[0] == "questionGroupItem":
        _group(item["questionGroupItem"], taken, new_id)
    elif kinds[0] == "imageItem" and not item["imageItem"].get("image"):
        raise BadItem("ImageItem.image is required")
    elif kinds[0] == "videoItem" and not item["videoItem"].get("video"):
        raise BadItem("VideoItem.video is required")
    return item


def one_line(text: str | None) -> None:
    """Titles and options are single lines."""
    if text and ("\n" in text or "\r" in text):
        raise BadItem("Displayed text cannot contain newlines")


def _take_id(given: str | None, taken: set[str], new_id: NewId, what: str) -> str:
    if given:
        if not ID.match(given):
            raise BadItem(f"{what} ID {given} is not a hexadecimal number of up to 8 digits")
        if given in taken:
            raise BadItem(f"{what} ID {given} is already used in the form")
        taken.add(given)
        return given
    while True:
        made = new_id()
        if made not in taken:
            taken.add(made)
            return made


def _question(
    question: Fields, taken: set[str], new_id: NewId, reachable: frozenset[str]
) -> Fields:
    kinds = [kind for kind in QUESTION_KINDS if kind in question]
    if len(kinds) != 1:
        wrong = "Question.kind was not provided" if not kinds else "Question has several kinds"
        raise BadItem(wrong)
    kind, body = kinds[0], question[kinds[0]]
    if kind == "fileUploadQuestion":
        raise BadItem("File upload questions cannot be created with the API")
    if kind == "choiceQuestion":
        _choices(body, reachable)
    elif kind == "scaleQuestion":
        if body.get("low", 0) not in (0, 1) or not 2 <= body.get("high", 0) <= 10:
            raise BadItem("A scale goes from 0 or 1 to a number between 2 and 10")
    elif kind == "ratingQuestion":
        if not 3 <= body.get("ratingScaleLevel", 0) <= 10 or not body.get("iconType"):
            raise BadItem("A rating has an icon and a level between 3 and 10")
    elif kind == "rowQuestion":
        if not body.get("title"):
            raise BadItem("RowQuestion.title is required")
        one_line(body["title"])
    made_id = _take_id(question.get("questionId"), taken, new_id, "Question")
    return question | {"questionId": made_id}


def _choices(body: Fields, reachable: frozenset[str], *, grid: bool = False) -> None:
    kind = body.get("type")
    if kind not in ("RADIO", "CHECKBOX", "DROP_DOWN"):
        raise BadItem("ChoiceQuestion.type is required")
    options = body.get("options")
    if not options:
        raise BadItem("ChoiceQuestion.options is required")
    values = [option.get("value") for option in options if not option.get("isOther")]
    if len(set(values)) < len(values):
        raise BadItem("The options of a question must differ")
    for option in options:
        if option.get("isOther"):
            if grid or kind == "DROP_DOWN":
                raise BadItem("option.isOther is only allowed for RADIO and CHECKBOX questions")
        elif not option.get("value"):
            raise BadItem("option.value was not provided")
        one_line(option.get("value"))
        _check_jump(option, kind, reachable, grid)


def _check_jump(option: Fields, kind: str, reachable: frozenset[str], grid: bool) -> None:
    action, section = option.get("goToAction"), option.get("goToSectionId")
    if not (action or section):
        return
    if grid or kind == "CHECKBOX":
        raise BadItem("Only options of RADIO and DROP_DOWN questions can go to a section")
    if action and section:
        raise BadItem("An option has either goToAction or goToSectionId")
    if section and section not in reachable:
        raise BadItem(f"There is no section {section} to go to")


def _group(group: Fields, taken: set[str], new_id: NewId) -> None:
    rows = group.get("questions") or []
    if not rows:
        raise BadItem("QuestionGroupItem.questions is required")
    columns = group.get("grid", {}).get("columns")
    if columns is None:
        raise BadItem("Grid.columns is required")
    if columns.get("type") == "DROP_DOWN":
        raise BadItem("The columns of a grid are of type RADIO or CHECKBOX")
    _choices(columns, frozenset(), grid=True)
    for row in rows:
        if "rowQuestion" not in row:
            raise BadItem("All questions of a grid must be of kind row")
    group["questions"] = [_question(row, taken, new_id, frozenset()) for row in rows]

"""A small reader of Moodle's XML and of its cloze syntax, written from the description of the format alone."""

import base64
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from html import unescape

BLANK = re.compile(r"\{(\d+):([A-Z_]+):((?:\\.|[^}\\])*)\}")


@dataclass(frozen=True)
class Answer:
    """One answer of a blank: its share of the mark, its value ("*" for anything), a tolerance, and feedback."""

    share: float
    value: str
    tolerance: float
    feedback: str


@dataclass(frozen=True)
class Blank:
    """One blank: its kind, and its answers in the order in which they are tried."""

    kind: str
    answers: tuple[Answer, ...]

    def judge(self, given):
        """The first answer that fits what was given."""
        for answer in self.answers:
            if answer.value == "*":
                return answer
            if isinstance(given, str):
                if answer.value == given:
                    return answer
            elif abs(float(answer.value) - given) <= answer.tolerance * (1 + 1e-9) + 1e-12:
                return answer
        return None


def split(text, sign):
    """The parts of a text between unescaped signs."""
    return re.split(rf"(?<!\\){re.escape(sign)}", text)


def unescaped(text):
    return unescape(re.sub(r"\\(.)", r"\1", text))


def answer_of(text, kind):
    body, feedback = split(text, "#")[0], "#".join(split(text, "#")[1:])
    share = 0.0
    if body.startswith("="):
        share, body = 1.0, body[1:]
    elif found := re.match(r"%(-?\d+)%", body):
        share, body = int(found[1]) / 100.0, body[found.end() :]
    value, _, tolerance = body.partition(":") if kind == "NUMERICAL" else (unescaped(body), "", "")
    return Answer(share, value, float(tolerance or 0.0), unescaped(feedback))


def blanks_of(text):
    return [
        Blank(kind, tuple(answer_of(each, kind) for each in split(body, "~"))) for _, kind, body in BLANK.findall(text)
    ]


@dataclass(frozen=True)
class Cloze:
    """One question: name, text, blanks, pictures by name, worked solution and tags."""

    name: str
    text: str
    blanks: list
    pictures: dict
    solution: str
    tags: tuple[str, ...]


def read_quiz(content):
    """The categories of a quiz and its cloze questions."""
    root = ET.fromstring(content)
    assert root.tag == "quiz"
    categories, questions = [], []
    for each in root.findall("question"):
        if each.get("type") == "category":
            categories.append(each.findtext("category/text"))
            continue
        assert each.get("type") == "cloze"
        body = each.find("questiontext")
        text = body.findtext("text")
        pictures = {file.get("name"): base64.b64decode(file.text) for file in body.findall("file")}
        tags = tuple(tag.findtext("text") for tag in each.findall("tags/tag"))
        solution = each.findtext("generalfeedback/text")
        questions.append(Cloze(each.findtext("name/text"), text, blanks_of(text), pictures, solution, tags))
    return categories, questions

"""The user's own formula: derivatives to rounding, errors with positions, and nothing hostile does anything."""

import builtins
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiers import amount

from wk4gui.core.expression_jets import evaluate
from wk4gui.core.expression_parser import ExpressionError, parse_expression
from wk4gui.labs.saddle.model.critical_points import find_critical_points
from wk4gui.labs.saddle.model.expressions import expression_surface
from wk4gui.labs.saddle.model.surface import Box, Surface

MOST_POINTS = 200_000
"""At how many points a search may ask for slopes and curvatures where it does not end early."""
WINDOW = Box(-3.0, 3.0, -3.0, 3.0)


def value(text: str, x: float = 0.7, y: float = -0.4) -> float:
    return float(expression_surface(text).f(np.array([x]), np.array([y]))[0])


@pytest.mark.parametrize(
    "text",
    [
        "x", "3", "pi*e", "x+y-2", "-x**2", "-x**2-y", "2**-x", "x**2**y", "2**3**2*x", "x-1-1-y", "x/y/2", "+x--y",
        "1.5e-3*x + .5*y + 2.", "(x+y)*(x-y)", "sin(x)*cos(y)-tan(x*y)", "exp(-x**2)+log(2+y)", "sqrt(x**2+y**2)",
        "abs(x-2*y)", "tanh(3*x)+sinh(y)-cosh(x/2)", "x**-3", "x**0 + y**1", "x**2.5", "2**(x*y)", "x**(y+2)", "1/x",
    ],
)  # fmt: skip
def test_values_are_pythons(text: str) -> None:
    names = {n: getattr(np, n) for n in ("sin", "cos", "tan", "exp", "log", "sqrt", "abs", "tanh", "sinh", "cosh")}
    x, y = 0.7, -0.4
    wanted = builtins.eval(text, {"x": x, "y": y, "pi": np.pi, "e": np.e, **names})
    assert value(text, x, y) == pytest.approx(wanted, rel=1e-13)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("2x^2", "2*x**2"), ("2(x + 1)(y - 1)", "2*(x + 1)*(y - 1)"), ("xy^2", "x*y**2"), ("x(x+1)", "x*(x+1)"),
        ("2xy", "2*x*y"), ("-x^2", "-x**2"), ("2^3^2x", "2**3**2*x"), ("x^-1", "x**-1"),
        ("3sin(x)cos(y)", "3*sin(x)*cos(y)"),
        ("x/2*3(y + 1)", "x/2*3*(y + 1)"), ("ln(x)", "log(x)"), ("x − 2y – 1", "x - 2*y - 1"), ("2pi x", "2*pi*x"),
        ("2e3x", "2000*x"), ("max(x, y, 1)", "max(max(x, y), 1)"),
    ],
)  # fmt: skip
def test_formulas_are_read_as_people_write_them(typed: str, plain: str) -> None:
    assert parse_expression(typed).program == parse_expression(plain).program


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("relu(x)", lambda x, y: max(x, 0.0)),
        ("sigmoid(3x - y)", lambda x, y: 1.0 / (1.0 + np.exp(y - 3.0 * x))),
        ("max(x, 2y, -1)", lambda x, y: max(x, 2.0 * y, -1.0)),
        ("min(x, y)^2", lambda x, y: min(x, y) ** 2),
        ("max(2, 3) + min(1, 0) + relu(-4) + sigmoid(0)x", lambda x, y: 3.0 + 0.5 * x),
    ],
)
def test_relu_sigmoid_max_and_min_are_what_they_say(text: str, of: Any) -> None:
    for x, y in ((0.7, -0.4), (-2.0, 1.5), (0.1, 0.2)):
        assert value(text, x, y) == pytest.approx(of(x, y), rel=1e-13)


def test_at_a_kink_slopes_are_those_of_pytorch() -> None:
    zero = np.zeros(1)
    assert [float(s[0]) for s in expression_surface("relu(x) + abs(y)").grad(zero, zero)] == [0.0, 0.0]
    assert [float(s[0]) for s in expression_surface("max(x, 3y)").grad(zero, zero)] == [0.5, 1.5]
    assert [float(s[0]) for s in expression_surface("min(x^2, -y)").grad(zero, zero)] == [0.0, -0.5]


def test_a_sigmoid_is_exact_far_out() -> None:
    assert value("sigmoid(x)", -700.0) == pytest.approx(np.exp(-700.0), rel=1e-12)
    slope = expression_surface("sigmoid(x)").grad(np.array([50.0]), np.zeros(1))[0]
    assert float(slope[0]) == pytest.approx(np.exp(-50.0), rel=1e-12)


@pytest.mark.parametrize(
    ("text", "position", "reason"),
    [
        ("1 + ", 5, "expected"),
        ("1/2x", 4, "read in two ways"),
        ("x + y/2(x + 1)", 8, "read in two ways"),
        ("x 2", 3, "operator"),
        ("max(x)", 6, "two or more arguments"),
        ("max x", 5, "parentheses"),
        ("relu(x, y)", 7, "opened at character 1"),
        ("x + foo", 5, "there is no 'foo'"),
        ("sin x", 5, "parentheses"),
        ("(x + y", 7, "opened at character 1"),
        ("x**101", 2, "power 101 is too large"),
        ("x + 1/0", 6, "finite"),
        ("log(-1) + x", 1, "finite"),
        ("x.real", 2, "not allowed"),
        ("x @ y", 3, "not allowed"),
        ("x, y", 2, "operator"),
    ],
)
def test_errors_name_the_character(text: str, position: int, reason: str) -> None:
    with pytest.raises(ExpressionError, match=rf"character {position}: .*{re.escape(reason)}"):
        parse_expression(text)


def points_asked_for(surface: Surface) -> int:
    """At how many points the search for critical points works out gradients and Hessians."""
    asked: list[int] = []

    def counted(function: Any) -> Any:
        def call(x: Any, y: Any) -> Any:
            asked.append(np.size(x))
            return function(x, y)

        return call

    find_critical_points(replace(surface, grad=counted(surface.grad), hessian=counted(surface.hessian)), WINDOW)
    return sum(asked)


def numbers() -> st.SearchStrategy[str]:
    return st.floats(0.1, 3.0).map(lambda v: f"{v:.3f}")


def formulas() -> st.SearchStrategy[str]:
    """Random formulas of the grammar that are smooth where x and y lie between 0.5 and 1.5."""
    leaves = st.sampled_from(["x", "y", "x", "y", "pi", "e"]) | numbers()

    def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        pairs = st.tuples(inner, st.sampled_from(["+", "-", "*"]), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})")
        quotients = st.tuples(inner, inner).map(lambda t: f"{t[0]}/(1.5 + ({t[1]})**2)")
        calls = st.tuples(st.sampled_from(["sin", "cos", "tanh", "relu", "sigmoid"]), inner).map(
            lambda t: f"{t[0]}({t[1]})"
        )
        roots = st.tuples(st.sampled_from(["sqrt", "log"]), inner).map(lambda t: f"{t[0]}(2 + ({t[1]})**2)")
        bounded = st.tuples(st.sampled_from(["exp", "sinh", "cosh", "tan"]), inner).map(
            lambda t: f"{t[0]}(sin({t[1]}))"
        )
        powers = st.tuples(inner, st.integers(0, 4)).map(lambda t: f"({t[0]})**{t[1]}")
        free = st.tuples(inner, inner).map(lambda t: f"(1 + abs(sin({t[0]})))**tanh({t[1]})")
        chosen = st.tuples(st.sampled_from(["max", "min"]), inner, inner).map(lambda t: f"{t[0]}({t[1]}, {t[2]})")
        return chosen | pairs | quotients | calls | roots | bounded | powers | free | inner.map(lambda t: f"-{t}")

    return st.recursive(leaves, larger, max_leaves=8).filter(lambda text: len(text) <= 400)


@settings(max_examples=amount(60, 500, 5000))
@given(formulas())
def test_random_formulas_have_their_derivatives(text: str) -> None:
    try:
        surface = expression_surface(text)
    except ExpressionError as error:
        # A formula may be too large by chance.
        assert any(word in str(error) for word in ("finite", "deep", "operations"))  # noqa: PT017
        return
    rng = np.random.default_rng(0)
    x, y = rng.uniform(0.5, 1.5, (2, 20))
    h = 1e-6
    with np.errstate(all="ignore"):
        slopes = surface.grad(x, y)
        curves = surface.hessian(x, y)
        differences = [(surface.f(x + h, y) - surface.f(x - h, y)) / (2 * h)]
        differences += [(surface.f(x, y + h) - surface.f(x, y - h)) / (2 * h)]
        (right, up_right), (left, up_left) = surface.grad(x + h, y), surface.grad(x - h, y)
        differences += [(right - left) / (2 * h), (up_right - up_left) / (2 * h)]
        differences += [(surface.grad(x, y + h)[1] - surface.grad(x, y - h)[1]) / (2 * h)]
        scale = np.abs(surface.f(x, y)) + sum(np.abs(g) for g in (*slopes, *curves)) + 1.0
        third = np.abs(surface.hessian(x + h, y)[0] - curves[0]) + np.abs(surface.hessian(x, y + h)[2] - curves[2])
    # Left out: kinks of abs, where slopes or curvatures jump, and what has grown beyond all measure.
    calm = (third < 1e-2 * scale) & (scale < 1e6)
    for wanted, difference in zip((*slopes, *curves), differences, strict=True):
        wrong = np.abs(wanted - difference) > 1e-4 * scale
        assert (wrong & calm).sum() <= 1


@settings(max_examples=amount(20, 60, 600), deadline=None)
@given(formulas())
def test_random_formulas_are_searched_at_few_points(text: str) -> None:
    try:
        surface = expression_surface(text)
    except ExpressionError:
        return
    assert 1000 < points_asked_for(surface) < MOST_POINTS


def _of_number(function: Any, value: Any) -> Any:
    import torch

    return function(torch.as_tensor(value, dtype=torch.float64))


def _of_two(function: Any, left: Any, right: Any) -> Any:
    import torch

    return function(*(torch.as_tensor(value, dtype=torch.float64) for value in (left, right)))


@pytest.mark.oracle
@settings(max_examples=amount(100, 100, 1000), deadline=None)
@given(formulas())
def test_random_formulas_against_autograd(text: str) -> None:
    torch = pytest.importorskip("torch")
    try:
        surface = expression_surface(text)
    except ExpressionError:
        return
    points = np.random.default_rng(1).uniform(0.5, 1.5, (2, 5))
    names: dict[str, Any] = {n: getattr(torch, n) for n in ("sin", "cos", "tanh", "exp", "sinh", "cosh", "tan", "abs")}
    names |= {"sqrt": torch.sqrt, "log": torch.log, "relu": torch.relu, "sigmoid": torch.sigmoid}
    names = {n: partial(_of_number, f) for n, f in names.items()} | {"pi": np.pi, "e": np.e}
    names |= {"max": partial(_of_two, torch.maximum), "min": partial(_of_two, torch.minimum)}
    for x, y in points.T:
        at = torch.tensor([x, y], dtype=torch.float64)

        def f(w: Any) -> Any:
            return torch.as_tensor(builtins.eval(text, {**names, "x": w[0], "y": w[1]}), dtype=torch.float64) + 0 * w[0]

        ours = np.ravel(surface.grad(np.array([x]), np.array([y])))
        theirs = torch.autograd.functional.jacobian(f, at).numpy()
        scale = 1.0 + np.abs(theirs).max()
        if np.isfinite(theirs).all():
            np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9 * scale)
        xx, xy, yy = np.ravel(surface.hessian(np.array([x]), np.array([y])))
        curved = torch.autograd.functional.hessian(f, at).numpy()
        if np.isfinite(curved).all() and not any(word in text for word in ("abs", "relu", "max", "min")):
            scale = 1.0 + np.abs(curved).max()
            np.testing.assert_allclose([[xx, xy], [xy, yy]], curved, rtol=1e-8, atol=1e-8 * scale)


HOSTILE = [
    "", " ", "\t\n", "()", ")", "(", "x" * 500, "(" * 10_000 + "x" + ")" * 10_000, "(" * 190 + "x" + ")" * 190,
    "-" * 10_000 + "x", "-" * 390 + "x", "sin(" * 90 + "x" + ")" * 90, "x**" * 130 + "x", "9**9**9**9**9", "x**9**9",
    "x**1e308", "1e400", "1e308*1e308", "x**99**99", "((x**99)**99)**99", "exp(exp(exp(exp(x))))", "10**308*x*10**308",
    "__import__('os').system('true')", "__import__", "__builtins__", "eval(x)", "exec('x')", "compile(x)", "open('x')",
    "x.__class__", "x.__class__.__bases__[0].__subclasses__()", "(lambda: x)()", "lambda x: x", "[x for x in y]",
    "{x}",
    "x if y else x", "x := 3", "x = 3", "x; y", "x and y", "not x", "x == y", "x < y", "x // y", "x % y", "x @ y",
    "x << 9999999999", "f'{x}'", "'x'", "b'x'", "\"x\"", "`x`", "x\\", "#x", "x#y", "x\x00y", "nan", "inf", "-inf",
    "NaN", "1j*x", "0x10", "1_000", "x[0]", "*x", "**x", "x**", "x y", "x(y)", "sin", "sin()", "sin(x, y)", "pi()",
    "\uff58", "х", "\u2212x", "x\u00d7y", "x\u00b2", "\U0001d465", "\u03c0", "x\u200b", "x\u00a0+\u00a0y", "ſin(x)",
    "print(x)",
    "globals()", "x!", "x%", "$x", "~x", "x?y:x", "e" * 400, "1" * 400, "." * 10, "1.2.3", "1e", "1e+", "..",
]  # fmt: skip


FORBIDDEN = {"exec", "compile", "import", "open", "os.system", "subprocess.Popen"}
_heard: list[str] = []
_listening = False


def _listen(event: str, arguments: object) -> None:
    if _listening and event in FORBIDDEN:
        _heard.append(event)


sys.addaudithook(_listen)


@pytest.fixture
def heard() -> Iterator[list[str]]:
    """What the interpreter is made to compile, execute, import or open."""
    global _listening
    find_critical_points(expression_surface("x**3 + abs(y)"), WINDOW)
    _heard.clear()
    _listening = True
    yield _heard
    _listening = False


def test_the_listener_hears(heard: list[str]) -> None:
    builtins.eval("1 + 1")
    assert set(heard) == {"compile", "exec"}


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_formulas_end_in_a_sentence_or_in_masked_values(text: str, heard: list[str]) -> None:
    asked, message = 0, ""
    try:
        surface = expression_surface(text)
    except ExpressionError as error:
        message = str(error)
    else:
        with np.errstate(all="ignore"):
            surface.f(*np.meshgrid(np.linspace(-3, 3, 121), np.linspace(-3, 3, 121)))
        asked = points_asked_for(surface)
    assert asked < MOST_POINTS
    assert not heard
    assert message == "" or (10 < len(message) < 300 and message.isprintable())


@settings(max_examples=amount(100, 300, 3000))
@given(st.text(max_size=60))
def test_any_text_is_a_formula_or_an_error(text: str) -> None:
    try:
        parse_expression(text)
    except ExpressionError as error:
        assert str(error)  # noqa: PT017


@settings(max_examples=amount(100, 300, 3000))
@given(st.text(alphabet="xye0123456789.,+-*/^() sincolgqrtabhpmud", max_size=80))
def test_text_that_looks_like_a_formula_is_worked_out_or_refused(text: str) -> None:
    try:
        expression = parse_expression(text)
    except ExpressionError:
        return
    jet = evaluate(expression, np.linspace(-3.0, 3.0, 7), np.linspace(2.0, -2.0, 7), 2)
    assert len(jet) == 6


def test_the_longest_program_is_searched_at_few_points() -> None:
    text = "+".join(f"sin(x*{k}+y)" for k in range(2, 40))[:399].rpartition("+sin")[0]
    assert points_asked_for(expression_surface(text)) < MOST_POINTS


def test_starts_that_have_arrived_are_not_followed_further() -> None:
    assert points_asked_for(expression_surface("x**3 - 3*x + y**2 + 0.1*sin(x*y)")) < MOST_POINTS / 4


def test_equal_parts_are_worked_out_once() -> None:
    program = parse_expression("sin(x*y) + sin(x*y)**2 + 0*(2*3 - 6)").program
    assert sum(instruction.op == "sin" for instruction in program) == 1
    assert sum(instruction.op == "number" for instruction in program) <= 1

"""The verdict of the scan of all learning rates."""

from functools import partial

import numpy as np

from wk4gui.core.equation import Equation, quantity
from wk4gui.core.expression import Call
from wk4gui.core.number_text import number
from wk4gui.core.rate_outcomes import n_last
from wk4gui.lab.reason import Reason
from wk4gui.lab.sentence import Numeral, phrase
from wk4gui.lab.summary import Summary
from wk4gui.labs.learning_rate.model.params import Params
from wk4gui.labs.learning_rate.model.rate_scan import N_ORDERS, Scan


def scan_verdict(params: Params, scan: Scan, frame: int = 0) -> Summary:
    """The range of good rates, and the rate that ends lowest."""
    good, n = good_rates(scan), len(scan.scan_rates)
    if params.mystery:
        return Summary("Which is it?", "The scan would show the rate.")
    if params.problem == "quadratic" and not any(params.start):
        return Summary("Nothing to learn.", "The start is the minimum.")
    claims = {"good": len(good), "tried": n}
    if not good:
        words = "Of {n} rates from {low} to {high}."
        ends = {name: _rate(scan, k) for name, k in (("low", 0), ("high", n - 1))}
        return Summary("No rate is good.", phrase(words, n=Numeral(n, 0), **ends), claims=claims)
    best = lowest_rate(scan)
    assert best is not None
    end = Numeral(float(scan.scan_end_loss[best] or 0.0), 4, partial(end_loss_reason, params, scan, best))
    outcome, ends = scan.scan_outcome[best], {"low": _rate(scan, good[0]), "high": _rate(scan, good[-1]), "end": end}
    if good == [best]:
        detail = phrase("It is {low}, which ends lowest, with {end}.", **ends)
    else:
        which = "" if outcome == "good" else f", which is {outcome},"
        where = "It is {low}" if len(good) == 1 else "They range from {low} to {high}"
        words = where + "; {best}" + which + " ends lowest, with {end}."
        detail = phrase(words, best=_rate(scan, best), **ends)
    return Summary(f"{len(good)} of {n} {'is' if len(good) == 1 else 'are'} good.", detail, claims=claims)


def good_rates(scan: Scan) -> list[int]:
    """Which of the rates are good."""
    return [k for k, outcome in enumerate(scan.scan_outcome) if outcome == "good"]


def lowest_rate(scan: Scan) -> int | None:
    """Which of the rates ends lowest; None if all diverge."""
    known = [(end, k) for k, end in enumerate(scan.scan_end_loss) if end is not None]
    return min(known)[1] if known else None


def scanned_rate_reason(scan: Scan, k: int) -> Reason:
    """A rate of the scan."""
    rate = float(scan.scan_rates[k])
    power = Call("10^", lambda e: 10.0**e, quantity("", np.log10(rate)), "")
    return Reason("A rate of the scan, eight a decade", (Equation("α", power),), rate)


def end_loss_reason(params: Params, scan: Scan, k: int) -> Reason | None:
    """The mean loss of the last tenth of the steps with a rate of the scan; None where it diverges."""
    end, n = scan.scan_end_loss[k], n_last(params.n_steps)
    if end is None:
        return None
    step = Equation("E", quantity("Σ L", n * end) / quantity("n", n))
    orders = () if not params.takes_batches else (f"the median over {N_ORDERS} orders of the mini-batches",)
    subject = f"Mean loss of the last {n} steps, α = {number(scan.scan_rates[k])}"
    return Reason(subject, (*orders, step), end)


def _rate(scan: Scan, k: int) -> Numeral:
    return Numeral(float(scan.scan_rates[k]), 5, partial(scanned_rate_reason, scan, k))

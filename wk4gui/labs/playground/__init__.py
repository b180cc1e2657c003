"""The lab "Train a network"."""

from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part, all_fields
from wk4gui.labs.playground.model.compute import compute
from wk4gui.labs.playground.model.control import (
    adjusted,
    frames,
    inactive_fields,
    live_numbers,
    memory,
    omitted_from_print,
    swarm_memory,
    thinning,
)
from wk4gui.labs.playground.model.courses import compute_courses
from wk4gui.labs.playground.model.ladders import compute_points, compute_rates, compute_widths, summarizer
from wk4gui.labs.playground.model.measures import (
    MEASURES,
    POINTS_MEASURES,
    RATES_MEASURES,
    SWARM_MEASURES,
    VERSUS_MEASURES,
    WIDTHS_MEASURES,
)
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.presets import PRESETS
from wk4gui.labs.playground.model.questions import QUESTIONS
from wk4gui.labs.playground.model.reasons import live_reason
from wk4gui.labs.playground.model.swarm import compute_swarm, compute_versus
from wk4gui.labs.playground.model.verdict import summarize, swarm_verdict, versus_verdict

MAIN = Part(
    "main",
    uses=all_fields(Params, but=("n_seeds", "swarm_over")),
    compute=compute,
    summarize=summarize,
    measures=MEASURES,
    reasons=live_reason,
    thinning=thinning,
    omitted_from_print=omitted_from_print,
    memory=memory,
    together=compute_courses,
)
SWARM = Part(
    "swarm",
    uses=all_fields(Params),
    compute=compute_swarm,
    summarize=swarm_verdict,
    measures=SWARM_MEASURES,
    memory=swarm_memory,
)
VERSUS = Part(
    "versus",
    uses=all_fields(Params),
    compute=compute_versus,
    summarize=versus_verdict,
    measures=VERSUS_MEASURES,
    memory=swarm_memory,
)
RATES = Part("rates", all_fields(Params), compute_rates, summarizer("rates", "learning rate"), RATES_MEASURES)
POINTS = Part("points", all_fields(Params), compute_points, summarizer("points", "number of points"), POINTS_MEASURES)
WIDTHS = Part("widths", all_fields(Params), compute_widths, summarizer("widths", "width"), WIDTHS_MEASURES)
LAB = Lab(
    id="playground",
    title="Train a network",
    question=None,
    params=Params,
    view="wk4gui.labs.playground.picture.view:PlaygroundView",
    parts=(MAIN, SWARM, VERSUS, RATES, POINTS, WIDTHS),
    presets=PRESETS,
    questions=QUESTIONS,
    frames=frames,
    adjust=adjusted,
    heavy=True,
    live_numbers=live_numbers,
    inactive_fields=inactive_fields,
)

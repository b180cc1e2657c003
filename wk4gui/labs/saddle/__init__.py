"""The lab "Saddle points"."""

from wk4gui.lab.lab import Lab
from wk4gui.labs.saddle.model.compute import brief, compute, draft, frames, live_numbers, memory, summarize
from wk4gui.labs.saddle.model.params import Params, adjusted, fallback, idle
from wk4gui.labs.saddle.model.presets import PRESETS
from wk4gui.labs.saddle.model.questions import QUESTIONS
from wk4gui.labs.saddle.model.reasons import reasons

LAB = Lab(
    id="saddle",
    title="Saddle points",
    question=3,
    params=Params,
    view="wk4gui.labs.saddle.picture.view:SaddleView",
    compute=compute,
    summarize=summarize,
    presets=PRESETS,
    questions=QUESTIONS,
    frames=frames,
    adjust=adjusted,
    heavy=True,
    draft=draft,
    live_numbers=live_numbers,
    reasons=reasons,
    idle=idle,
    fallback=fallback,
    brief=brief,
    memory=memory,
)

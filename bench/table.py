# SPDX-License-Identifier: GPL-2.0-only
"""Figures as a table of ratios, with medians and spread, and what is to be reached."""
import math
import statistics
from dataclasses import dataclass, field


@dataclass
class Figure:
    """One row: values of both in rounds that alternated, or of one alone."""
    name: str
    unit: str
    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)
    hard: float | None = None       # what the ratio must not be above
    aim: float | None = None        # what it should not be above
    most: float | None = None       # what our own value must not be above
    least: float | None = None      # what our own value must not be below

    def values(self, server) -> list[float]:
        """The column of a server."""
        return self.ours if server.driver == "chan_sip" else self.theirs

    @property
    def ratios(self) -> list[float]:
        """Ours to theirs, round by round."""
        return [a / b for a, b in zip(self.ours, self.theirs) if b and not math.isnan(a) and not math.isnan(b)]

    @property
    def ratio(self) -> float | None:
        """The median of the ratios."""
        return statistics.median(self.ratios) if self.ratios else None

    @property
    def missed(self) -> bool:
        """Whether a target is missed."""
        own = statistics.median(self.ours) if self.ours else None
        return bool((self.hard is not None and (self.ratio is None or self.ratio > self.hard)) or
                    (self.most is not None and (own is None or own > self.most)) or
                    (self.least is not None and (own is None or own < self.least)))

    @property
    def target(self) -> str:
        """What is to be reached, in words."""
        said = []
        if self.hard is not None:
            said.append(f"ratio ≤ {self.hard:g}" + (f" (aim {self.aim:g})" if self.aim else ""))
        if self.most is not None:
            said.append(f"ours ≤ {self.most:g}" + (f" (aim {self.aim:g})" if self.aim and self.hard is None else ""))
        if self.least is not None:
            said.append(f"ours ≥ {self.least:g}" + (f" (aim {self.aim:g})" if self.aim else ""))
        return ", ".join(said)


def number(value: float) -> str:
    """Three digits that count; a question mark where nothing could be found out."""
    if math.isnan(value):
        return "?"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def spread(values: list[float]) -> str:
    """The median, with least and greatest when there are several."""
    if not values:
        return ""
    middle = number(statistics.median(values))
    return middle if len(values) == 1 else f"{middle} ({number(min(values))}–{number(max(values))})"


def markdown(figures: list[Figure]) -> str:
    """The table."""
    lines = ["| figure | unit | chan_sip | chan_pjsip | ratio | target | reached |", "|---|---|---|---|---|---|---|"]
    for each in figures:
        reached = "" if not each.target else "**no**" if each.missed else "yes"
        lines.append(f"| {each.name} | {each.unit} | {spread(each.ours)} | {spread(each.theirs)} | "
                     f"{spread(each.ratios)} | {each.target} | {reached} |")
    return "\n".join(lines) + "\n"

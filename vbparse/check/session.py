"""One call of `check`: reports come out file by file, and what can only be said at the end is known then."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from vbparse.check.baseline import Baseline
from vbparse.check.look import Checked, Job
from vbparse.check.run import check_files
from vbparse.check.tally import Tally
from vbparse.model import FileReport, KnownFinding, Refused


class Session:
    """Checks files as its reports are asked for; counts, refusals and stale entries grow with them."""

    def __init__(
        self,
        names: Sequence[str],
        job: Job,
        workers: int = 1,
        baseline: Baseline | None = None,
        tell: Callable[[int], None] | None = None,
    ) -> None:
        """`tell` hears how many files are done while the next is waited for, and 0 when something may be written."""
        self.names = names
        self._tell = tell or (lambda done: None)
        self.baseline = baseline
        self.tally = Tally()
        self.refused: list[Refused] = []
        self.stale: list[KnownFinding] = list(baseline.lost()) if baseline else []
        """Entries of the baseline that nothing answers to."""
        self._asked: set[str] = set()
        self._used: set[str] = set()
        self._checked = check_files(names, job, workers)

    def reports(self) -> Iterator[FileReport]:
        """Of each file that could be checked, in the order of the names; to be asked for once."""
        for done, checked in enumerate(self._checked, 1):
            self._tell(0)
            if checked.refused:
                self.refused.append(checked.refused)
            if checked.report:
                yield self._counted(checked, checked.report)
            self._tell(done)
        self._tell(0)

    def _counted(self, checked: Checked, report: FileReport) -> FileReport:
        self._asked |= checked.asked
        self._used |= checked.used
        if self.baseline:
            report = self.baseline.split(report)
            self.stale += self.baseline.stale(report, checked.codes)
            self.baseline.renew(report, checked.codes)
        self.tally.add(report)
        return report

    @property
    def idle(self) -> list[str]:
        """Suppressions that no finding needed, by their place."""
        return sorted(self._asked - self._used)

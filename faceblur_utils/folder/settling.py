"""What becomes of each outcome: its result gets a name, one by one and never twice, and the report a line."""

import sys
from pathlib import Path

from ..images import ImageError, printable
from ..messages import counted
from .places import check_place
from .report import Done, DoneVideo, Failure
from .task import staged
from .unfinished import publish


class Settling:
    """Takes outcomes in whichever order they come, and tells of them in the order of the files.

    Names are given at once; numbers, in place of names, in the order of the files.

    Parameters
    ----------
    report : FolderReport
        Filled in the end, by `finish`.
    job : Job
    files : list of pathlib.Path
        All that are done, in order.
    targets : dict
        Each file to its result.
    numbers : Numbers or None
    bar : tqdm.tqdm
    """

    def __init__(self, report, job, files, targets, numbers, bar):
        self._report, self._job, self._files, self._targets = report, job, files, targets
        self._numbers, self._bar = numbers, bar
        self._waiting, self._settled, self._told, self._taken = {}, {}, 0, set()

    def add(self, item, outcome):
        """Take what became of a file.

        Parameters
        ----------
        item : Item
        outcome : Outcome
        """
        if self._numbers:
            self._waiting[item.number] = item, outcome
        else:
            self._settled[item.number] = self._settle(item, outcome)
        while (number := self._told) in self._waiting or number in self._settled:
            if number in self._waiting:
                self._settled[number] = self._settle(*self._waiting.pop(number))
            line = self._settled[number][-1]
            if line and not self._bar.disable:
                self._bar.write(line, file=sys.stdout)
            self._told += 1
        self._bar.update()

    def finish(self):
        """Fill the report, in the order of the files."""
        for number in sorted(self._settled):
            path, lists, _ = self._settled[number]
            for name, one in lists:
                if name == "renamed":
                    self._report.renamed[path] = one
                else:
                    getattr(self._report, name).append(one)

    def _settle(self, item, outcome):
        """Return the original, (list of the report, what comes into it), and a line to show at once."""
        path = self._files[item.number]
        try:
            if outcome.what == "failed":
                raise ImageError(outcome.reason)
            there = Path(item.there) if item.there else None
            if self._numbers and not there:
                there = self._numbers.known(item.original)  # of a file with the same content, by now
            if outcome.what == "skipped" or there and (not item.there or there in self._taken):
                return path, [("skipped", path), *self._renamed(there)], ""
            target = there
            if outcome.digest and not there:
                target = self._publish(path, item, outcome)
            self._taken.add(target)
            return path, *self._told_of(path, target, item, outcome)
        except Exception as error:  # whatever it is, the other files go on
            reason = str(error) if isinstance(error, (ImageError, ValueError)) else f"{type(error).__name__}: {error}"
            return path, [("failed", Failure(path, reason))], f"failed, not written: {item.name}"

    def _told_of(self, path, target, item, outcome):
        lists = self._renamed(target) if outcome.digest else []
        one = None
        if outcome.digest and item.film:
            one = DoneVideo(
                path, target, removed=outcome.removed, unchanged=outcome.unchanged, notes=outcome.notes, **outcome.film
            )
        elif outcome.digest:
            one = Done(path, target, outcome.boxes, outcome.found, outcome.removed, outcome.unchanged, outcome.notes)
        if outcome.what == "no face":
            lists += [("no_face", path), *([("copied", one)] if one else [])]
            return lists, f"no face found, {'copied without metadata' if one else 'not written'}: {item.name}"
        why = one.doubts
        why += [f"{counted(len(one.unchanged), 'face')} STILL CLEAR"] if one.unchanged else []
        lists.append(("videos" if item.film else "done", one))
        return lists, f"look at it, {' and '.join(why)}: {item.name}" if why else ""

    def _renamed(self, there):
        return [("renamed", there)] if self._numbers and there else []

    def _publish(self, path, item, outcome):
        folder = self._report.target if self._numbers else self._targets[path].parent
        check_place(folder, self._report.source, item.name)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            where = f"no folder {printable(folder)} could be made ({error.strerror})"
            raise ImageError(f"{item.name} cannot be written: {where}.") from None
        target = self._targets[path]
        if self._numbers:
            target = self._numbers.take(item.original, item.ending)
        publish(staged(self._job.scratch, item, outcome.digest), target, item.name)
        if self._numbers:
            self._numbers.written(target)
        return target

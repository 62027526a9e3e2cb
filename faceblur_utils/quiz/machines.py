"""Who plays against you: attackers with a recogniser, who see the same hidden face and the same four candidates."""

from dataclasses import dataclass, replace

from ..privacy.attackers import ATTACKERS, Search
from ..recognise import RECOGNISERS

# As attackers are called where they are measured, and what they do with the four.
WAYS = {"naive": "compares with the four as they are", "parrot": "first hides the four in the same way"}


@dataclass(frozen=True)
class Machine:
    """One player that is no person.

    Attributes
    ----------
    recogniser : str
        One of `RECOGNISERS`.
    attacker : str
        ``"naive"`` or ``"parrot"``, of `ATTACKERS`.

    Examples
    --------
    >>> Machine("sface", "parrot").title
    'SFace, parrot'
    """

    recogniser: str
    attacker: str

    @property
    def title(self):
        """Its name on the page."""
        return f"{RECOGNISERS[self.recogniser].title.split(' ')[0]}, {self.attacker}"

    def answer(self, probe, candidates, hiding):
        """Say who it is: whoever is nearest. Names, which would tell, are taken off all pictures before.

        Parameters
        ----------
        probe : Probe
            The hidden face.
        candidates : sequence of Portrait
        hiding : Hiding
            How the face was hidden, which the picture gives away.

        Returns
        -------
        int
            Its place among the candidates, from 0 on.

        Raises
        ------
        DetectorUnavailableError
            If this environment lacks what the recogniser needs.

        Examples
        --------
        >>> from faceblur_utils import Hiding
        >>> from faceblur_utils.privacy import strangers
        >>> four = strangers()[:4]
        >>> Machine("sface", "naive").answer(four[2].published(1, Hiding("box", strength=0.05)), four, Hiding("box"))
        2
        """
        nameless = tuple(replace(one, person=str(place)) for place, one in enumerate(candidates))
        search = Search((replace(probe, person=""),), nameless, hiding, self.recogniser, "box")
        return int(ATTACKERS[self.attacker].function(search)[0].argmin())


MACHINES = tuple(Machine(recogniser, attacker) for attacker in WAYS for recogniser in RECOGNISERS)

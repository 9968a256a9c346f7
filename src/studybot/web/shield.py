"""Everything that stands before the routes: what is added last meets a request first."""

from fastapi import FastAPI

from studybot.served import Served
from studybot.web.bodies import Bodies
from studybot.web.door import CALLS, Door
from studybot.web.identity import Identity, Signer
from studybot.web.meters import Meters
from studybot.web.origin import SameOrigin
from studybot.web.queue import Queue
from studybot.web.rates import Rates
from studybot.web.watch import Watch

FILES = frozenset({CALLS})  # where the pages hand in syllabi, datasets and exports


def protect(api: FastAPI, signer: Signer, studybot: Served) -> None:
    """Put the shields before an application."""
    settings, meters = studybot.settings, Meters(studybot)
    studybot.answered = meters.answered
    api.state.meters = meters
    api.add_middleware(Door, rule=settings.learners, signer=signer, first=studybot)
    api.add_middleware(Queue, waited=meters.waited.observe)
    shared = (lambda: studybot.store.rates) if settings.is_shared else None
    api.add_middleware(Rates, rate=settings.rate, reads=settings.reads, shared=shared)
    api.add_middleware(Identity, signer=signer)
    api.add_middleware(Bodies, large=FILES)
    api.add_middleware(SameOrigin)


def watch(api: FastAPI, studybot: Served) -> None:
    """Count and log what comes to an application, what its other shields refuse, too."""
    api.add_middleware(Watch, metrics=studybot.settings.metrics, meters=api.state.meters)

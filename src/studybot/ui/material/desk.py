"""What the Material page works on: the draft of one course, its versions, and the work that runs."""

from studybot.errors import IndexUnusable
from studybot.index.manifest import load_manifest
from studybot.publish.draft import Draft
from studybot.publish.versions import Versions
from studybot.served import Served
from studybot.server import Server
from studybot.ui.material.job import Job


class Desk:
    """The material of one course, as the page works on it."""

    def __init__(self, server: Server, studybot: Served) -> None:
        self.server = server
        self.studybot = studybot
        self.settings = studybot.settings
        self.draft = Draft(studybot.settings)
        self.versions = Versions(self.draft.home)
        self.job = Job(studybot.jobs)

    @property
    def drafted(self) -> Served:
        """The course as its draft would be."""
        return Served(self.draft.place, lambda: self.server.embedder)

    def seen(self) -> str:
        """The digest of the draft that was read last, "" when there is none."""
        try:
            return load_manifest(self.draft.place.index).digest if self.draft.exists else ""
        except IndexUnusable:
            return ""

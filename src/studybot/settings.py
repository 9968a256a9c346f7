"""Every knob, once. Read from `studybot.toml`, then from environment variables `STUDYBOT_*`, then from options."""

import ipaddress
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from studybot.errors import UsageError
from studybot.text import slug

DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_RERANKER = "answer-scorer"
InstructorsRule = Literal["here", "login", "everybody"]
LearnersRule = Literal["open", "named", "closed"]


class Settings(BaseSettings):
    """Settings of one studybot process; relative paths count from the working directory."""

    model_config = SettingsConfigDict(
        env_prefix="STUDYBOT_", toml_file="studybot.toml", extra="forbid", frozen=True, protected_namespaces=()
    )

    course: Path = Field(default=Path("corpus/multicloud-devops-with-ai"), description="folder of the course's files")
    library: str = Field(
        default="corpus", description="folders whose folders are courses, separated as in PATH; empty for none"
    )
    open_courses: int = Field(default=8, ge=1, le=1000, description="courses that a server holds in memory at once")
    index: Path = Field(default=Path("index"), description="folder of the built index")
    data: Path = Field(default=Path("data"), description="folder of what learners did (database, evaluation runs)")
    database: str = Field(default="", description="SQLAlchemy URL; empty means SQLite in the data folder")

    model: str = Field(
        default=DEFAULT_MODEL, description="sentence-transformers model: the packaged default, a name or a folder"
    )
    reranker: str = Field(
        default=DEFAULT_RERANKER,
        description="what reads question and text together: answer-scorer, a CrossEncoder by name or folder, or none",
    )
    passage_size: int = Field(default=900, ge=200, le=4000, description="characters that a passage may have before it is split")
    milvus: str = Field(
        default="", description="address of a Milvus server, or a file for Milvus Lite, to search in; empty searches in memory"
    )
    milvus_token: str = Field(default="", description="token of the Milvus server, `user:password` or an API key")
    hits: int = Field(default=10, ge=1, le=50, description="passages retrieved for a question")
    use_bank: bool = Field(default=True, description="index the course's question bank")

    host: str = Field(default="127.0.0.1", description="address that the page is served on")
    port: int = Field(default=7860, ge=0, le=65535, description="port that the page is served on")
    instructors: InstructorsRule = Field(
        default="here",
        description="who sees the instructors' pages: this machine while there is no user, who logged in, or everybody",
    )
    learners: LearnersRule = Field(
        default="open", description="who may learn: everybody, who gives a name, or who has a password or a join code"
    )
    rate: str = Field(
        default="120/minute", description="how often one learner may ask; an address 20 times that; empty: no bound"
    )
    reads: str = Field(
        default="600/minute", description="how often one learner may open something; an address 20 times that; empty: no bound"
    )
    metrics: Literal["here", "everybody", "off"] = Field(
        default="here", description="who reads /metrics: this machine, everybody or nobody"
    )
    access_log: str = Field(default="", description="where each request becomes a line: `stderr` or a file; empty: nowhere")
    proxies: str = Field(default="127.0.0.1", description="addresses of proxies whose X-Forwarded-* is believed; '*' means any")
    tutor: bool = Field(
        default=False, description="give hints before answers in Ask, unless a learner switches that off in their browser"
    )
    mcp: bool = Field(default=False, description="serve studybot's functions to MCP clients too")
    question_log: Literal["normal", "anonymous", "off"] = Field(
        default="normal", description="what instructors see of learners' questions"
    )

    @field_validator("rate", "reads")
    @classmethod
    def _is_rate(cls, value: str) -> str:
        from limits import parse  # noqa: PLC0415 - no command but `serve` needs it

        try:
            if value:
                parse(value)
        except ValueError as error:
            raise ValueError("a rate is a number and a time such as '120/minute', or nothing for no bound") from error
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Options win over the environment, the environment over `studybot.toml`."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def shelves(self) -> tuple[Path, ...]:
        """The folders of the library."""
        return tuple(Path(shelf) for shelf in self.library.split(os.pathsep) if shelf)

    @property
    def database_url(self) -> str:
        """The SQLAlchemy URL in force."""
        if "{course}" in self.database:
            return self.database.replace("{course}", slug(self.course.resolve().name))
        return self.database or f"sqlite:///{self.data.absolute() / 'studybot.db'}"

    @property
    def is_shared(self) -> bool:
        """Whether servers of several machines may use the database."""
        return not self.database_url.startswith("sqlite")


def load_settings(options: Mapping[str, Any]) -> Settings:
    """Return the settings with `options` (None for those not given) on top; raises UsageError naming each wrong one."""
    try:
        return Settings(**{name: value for name, value in options.items() if value is not None})
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, one['loc']))!r}: {one['msg']}, not {one['input']!r}" for one in error.errors())
        raise UsageError(
            f"wrong setting {wrong}: correct the option, the variable STUDYBOT_... or the line in 'studybot.toml'"
        ) from error
    except (SettingsError, tomllib.TOMLDecodeError, OSError) as error:
        raise UsageError(f"the settings cannot be read ({error}): correct 'studybot.toml' or the STUDYBOT_ variable") from error


def is_local(host: str) -> bool:
    """Whether an address or name is this machine's own, which nobody else reaches."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False

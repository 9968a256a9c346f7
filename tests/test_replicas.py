"""Three servers on one PostgreSQL behind nginx: each knows the same, and one that is killed takes nothing along."""

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

import postgres
from browser.servers import tiny_command
from fakes import HashingEmbedder, write_course
from studybot import ingest
from studybot.access.passwords import add_person
from studybot.evaluate.dataset import read_dataset
from studybot.store import Job, Store
from test_containers import NGINX, ROOT, free_port
from test_containers import _wait as wait_for_port

pytestmark = pytest.mark.slow
RATE = 400
PASSWORD = "correct horse battery"
LINE = '{{"id": "q{0}", "question": "what is EBS number {0}?", "answerable": false}}\n'


class Servers(NamedTuple):
    """What the tests drive."""

    proxy: str
    addresses: list[str]
    processes: list[subprocess.Popen[bytes]]
    home: Path
    database: str

    @property
    def alive(self) -> list[str]:
        """The addresses of the servers that were not killed."""
        return [address for address, process in zip(self.addresses, self.processes, strict=True) if process.poll() is None]


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Three servers with one database, course, index and data folder, and nginx with the containers' file before them."""
    if NGINX is None:
        pytest.skip("no nginx on this machine: apt-get install nginx-light")
    home = tmp_path_factory.mktemp("replicas")
    course = write_course(home / "course")
    (course / "evaluation").mkdir()
    (course / "evaluation" / "dev.jsonl").write_text("".join(LINE.format(number) for number in range(30)))
    ingest.build(course, home / "index", HashingEmbedder, passage_size=900)
    with postgres.running() as url, ExitStack() as stack:
        names = {"STUDYBOT_DATABASE": url, "STUDYBOT_INSTRUCTORS": "login", "STUDYBOT_RATE": f"{RATE}/minute"}
        Store.open(url).close()
        processes, addresses = [], []
        for number in range(3):
            said = home / f"server-{number}.txt"
            command = tiny_command(course, home / "index", home / "data")
            with said.open("wb") as output:
                process = subprocess.Popen(command, env=os.environ | names, cwd=home, stdout=output, stderr=output)
            stack.callback(_end, process)
            processes.append(process)
            addresses.append(_address(said, process))
        proxy = stack.enter_context(Proxied(home, addresses))
        yield Servers(proxy, addresses, processes, home, url)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(timeout=30)


def _address(said: Path, process: subprocess.Popen[bytes]) -> str:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        if found := re.search(r"http://127\.0\.0\.1:\d+", said.read_text("utf-8", "replace")):
            return found[0]
        assert process.poll() is None, said.read_text("utf-8", "replace")[-3000:]
        time.sleep(0.1)
    raise AssertionError("a server did not start")


class Proxied:
    """nginx before servers, each request to the next one of them."""

    def __init__(self, home: Path, addresses: list[str]) -> None:
        self.home, self.port = home, free_port()
        lines = "\n".join(f"    server {address.removeprefix('http://')} max_fails=1 fail_timeout=2s;" for address in addresses)
        text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
        text = re.sub(r"^ +server server:7860.*$", lines, text, flags=re.M).replace("ip_hash;", "")
        text = text.replace("listen 8080;", f"listen 127.0.0.1:{self.port};").replace("/tmp/nginx", f"{home}/nginx")
        (home / "nginx.conf").write_text(text, encoding="utf-8")

    def __enter__(self) -> str:
        command = [str(NGINX), "-c", str(self.home / "nginx.conf"), "-e", "stderr", "-g", "daemon off;"]
        self.process = subprocess.Popen(command)
        wait_for_port(self.port)
        return f"http://127.0.0.1:{self.port}"

    def __exit__(self, *_: object) -> None:
        _end(self.process)  # type: ignore[arg-type]


def until(holds: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_learner_is_the_same_whichever_server_answers(servers: Servers) -> None:
    """A token of one server goes on with a conversation on each other one, and through the proxy."""
    token = httpx.post(f"{servers.addresses[0]}/api/token").json()["token"]
    headers, talk = {"authorization": f"Bearer {token}"}, None
    for address in [*servers.addresses, servers.proxy, servers.proxy, servers.proxy]:
        body = {"question": "what is EBS?"} | ({"conversation": talk} if talk else {})
        reply = httpx.post(f"{address}/api/ask", json=body, headers=headers, timeout=30)
        assert reply.status_code == 200, reply.text
        assert talk in (None, reply.json()["conversation"])
        talk = reply.json()["conversation"]
    with Store.open(servers.database) as store:
        assert [turn.position for turn in store.conversations.turns(str(talk))] == [1, 2, 3, 4, 5, 6]


def test_one_sender_has_one_bound_at_all_of_them(servers: Servers) -> None:
    """Who sends to three servers in turns may send as much as to one, and what they have not told each other yet."""
    statuses = []
    with ExitStack() as stack:
        clients = [stack.enter_context(httpx.Client(base_url=address, timeout=30)) for address in servers.addresses]
        headers = {"authorization": f"Bearer {clients[0].post('/api/token').json()['token']}"}
        for place in range(2 * RATE):
            statuses.append(clients[place % 3].post("/api/feedback", json={}, headers=headers).status_code)
    assert set(statuses) == {422, 429}
    assert RATE <= statuses.count(422) <= 1.25 * RATE


def test_a_login_counts_everywhere_and_ends_everywhere(servers: Servers) -> None:
    """Logged in through the proxy, an instructor opens their pages on every server; logged out, on none."""
    with Store.open(servers.database) as store:
        add_person(store.accounts, "ada", PASSWORD, {"*": "instructor"}, at=datetime.now(UTC))
    with httpx.Client(base_url=servers.proxy, timeout=60) as client:
        assert client.get("/coverage").status_code == 303
        assert client.post("/login", data={"name": "ada", "password": PASSWORD}).status_code == 303
        assert {client.get("/coverage").status_code for _ in range(6)} == {200}
        cookies = dict(client.cookies)
        opened = [httpx.get(f"{address}/coverage", cookies=cookies, timeout=60).status_code for address in servers.addresses]
        assert opened == [200, 200, 200]
        client.post("/logout")
    closed = [httpx.get(f"{address}/coverage", cookies=cookies, timeout=60).status_code for address in servers.addresses]
    assert closed == [303, 303, 303]


def test_a_new_index_is_noticed_by_all(servers: Servers) -> None:
    """What another process builds in the shared folder is served by every server within seconds."""
    path = servers.home / "course" / "02-storage.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n## Quax\n\nQuax stores zebras.\n", encoding="utf-8")
    ingest.build(servers.home / "course", servers.home / "index", HashingEmbedder, passage_size=900)

    def answered(address: str) -> bool:
        return "zebras" in httpx.post(f"{address}/api/ask", json={"question": "what is Quax?"}, timeout=30).json()["answer"]

    until(lambda: all(map(answered, servers.addresses)), 30)
    assert len({httpx.get(f"{address}/healthz").json()["digest"] for address in servers.addresses}) == 1


def test_work_is_done_once_and_outlives_its_server(servers: Servers) -> None:
    """An evaluation that waits is taken by one of three; when that one is killed another goes on with it to the end."""
    dataset = read_dataset(servers.home / "course" / "evaluation" / "dev.jsonl")
    asked = {"run": "run-1", "dataset": dataset.name, "digest": dataset.digest, "block": 3, "total": 30}
    slow = servers.home / "data" / "slow"
    slow.parent.mkdir(exist_ok=True)
    slow.touch()  # a second a block
    with Store.open(servers.database) as store:

        def job() -> Job:
            found = store.jobs.last("evaluation")
            assert found is not None
            return found

        store.jobs.post(Job(room="evaluation", id="1", kind="evaluation", arguments=asked))
        until(lambda: job().stage == "running" and job().done >= 3)
        assert job().tries == 1
        first = job().owner
        process = next(one for one in servers.processes if f":{one.pid}:" in first)
        process.send_signal(signal.SIGKILL)
        process.wait()
        until(lambda: job().owner != first)
        slow.unlink()
        until(lambda: job().stage not in ("waiting", "running"))
        assert (job().stage, job().done, job().tries) == ("finished", 30, 2), job().text
    answers = (servers.home / "data" / "runs" / "run-1" / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(answers) == 30


def test_a_kill_loses_nothing_that_was_acknowledged(servers: Servers) -> None:
    """Learners who ask through the proxy while a server is killed: each turn that was acknowledged is in the database."""
    acknowledged, refused, ended = list[str](), list[int](), threading.Event()

    def learner() -> None:
        with httpx.Client(base_url=servers.proxy, timeout=30) as client:
            token = client.post("/api/token").json()["token"]
            while not ended.is_set():
                with suppress(httpx.TransportError):
                    body = {"question": "what is EFS?"}
                    reply = client.post("/api/ask", json=body, headers={"authorization": f"Bearer {token}"})
                    if reply.status_code == 200:
                        acknowledged.append(reply.json()["turn"])
                    else:
                        refused.append(reply.status_code)

    learners = [threading.Thread(target=learner) for _ in range(6)]
    for thread in learners:
        thread.start()
    try:
        until(lambda: len(acknowledged) > 30)
        victim = next(process for process in servers.processes if process.poll() is None)
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        before = len(acknowledged)
        until(lambda: len(acknowledged) > before + 60)
    finally:
        ended.set()
        for thread in learners:
            thread.join()
    with Store.open(servers.database) as store:
        kept = {turn for turn in acknowledged if store.conversations.turn(turn)}
    assert kept == set(acknowledged)
    assert set(refused) <= {502, 503, 504}
    assert len(refused) <= 12  # what was on its way to the server that died

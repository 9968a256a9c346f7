"""What a container is made from: the image's recipe is linted, nginx's file is tried with the real nginx."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import yaml

from browser.servers import running, tiny_command
from fakes import write_course

ROOT = Path(__file__).parents[1]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


def test_the_image_is_made_as_images_should_be() -> None:
    """Hadolint has nothing to say; the server runs without an administrator's rights and says whether it is well."""
    hadolint = Path(sys.executable).with_name("hadolint")
    said = subprocess.run([hadolint, "--no-color", ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout) == (0, "")
    recipe = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert re.search(r"^USER 10001$", recipe, re.M)
    assert "HEALTHCHECK" in recipe
    assert re.findall(r"^CMD .*", recipe, re.M) == ['CMD ["studybot", "serve"]']


def test_what_the_image_copies_is_not_ignored() -> None:
    """Each file that the recipe copies exists and is let through by .dockerignore; data and indexes are not."""
    recipe = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = {
        name for line in re.findall(r"^COPY (?!--from)(.*)", recipe, re.M) for name in line.split()[:-1] if name[:2] != "--"
    }
    passed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert copied == passed
    assert all((ROOT / name).exists() for name in copied)
    assert not copied & {"data", "index", ".venv"}


def test_the_services_are_named_as_they_call_each_other() -> None:
    """Hosts in settings are services, mounted volumes are declared, settings are studybot's own."""
    services = COMPOSE["services"]
    server = services["server"]["environment"]
    for name, port in (("STUDYBOT_DATABASE", "postgres"), ("STUDYBOT_MILVUS", "milvus")):
        assert port in services
        assert port in re.split(r"[/:@]", server[name])
    named = {volume.split(":")[0] for service in services.values() for volume in service.get("volumes", ())}
    assert {name for name in named if not name.startswith(".")} == set(COMPOSE["volumes"])
    settings = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    for name in server:
        assert f"| `{name.removeprefix('STUDYBOT_').lower()}` |" in settings
    assert services["server"]["deploy"]["replicas"] == 3
    assert set(services) - {"studybot"} == {name for name, service in services.items() if service.get("profiles") == ["scale"]}


@pytest.mark.slow
def test_the_images_commands_do_what_they_are_there_for(tmp_path: Path) -> None:
    """With the image's settings its index is built and a first user added; it serves, says that it is well, and stops."""
    recipe = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    home, data, port = tmp_path / "srv", tmp_path / "data", free_port()
    write_course(home / "corpus" / "multicloud-devops-with-ai")
    settings = dict(re.findall(r"\b(STUDYBOT_\w+)=(\S+)", recipe)) | {"STUDYBOT_DATA": str(data), "STUDYBOT_HOST": "127.0.0.1"}
    names = os.environ | settings | {"STUDYBOT_PORT": str(port), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}

    def done(command: str | list[str], said: str = "") -> subprocess.CompletedProcess[str]:
        shell = isinstance(command, str)
        return subprocess.run(
            command, shell=shell, cwd=home, env=names, input=said, capture_output=True, text=True, check=False
        )

    health = json.loads(re.findall(r"^  CMD (\[.*\])$", recipe, re.M)[0].replace(":7860/", f":{port}/"))
    for build in re.findall(r"^RUN (studybot .*)$", recipe, re.M):
        assert (ended := done(build)).returncode == 0, ended.stderr
    users = re.findall(r"docker compose run --rm studybot (studybot users add) NAME", (ROOT / "compose.yaml").read_text())[0]
    assert done(f"{users} ada --role instructor --password-stdin", "correct horse battery\n").returncode == 0
    assert done(health).returncode != 0
    serve = json.loads(re.findall(r"^CMD (\[.*\])$", recipe, re.M)[0])
    process = subprocess.Popen(serve, cwd=home, env=names, stdout=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 60  # what the recipe gives a container to start
        while done(health).returncode:
            assert time.monotonic() < end
        assert httpx.get(f"http://127.0.0.1:{port}/coverage").status_code == 303
        process.send_signal(signal.Signals[re.findall(r"^STOPSIGNAL (\w+)$", recipe, re.M)[0]])
        assert process.wait(timeout=20) in (0, 130)
    finally:
        process.kill()
        process.wait()
    assert {path.name for path in data.iterdir()} >= {"studybot.db"}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@pytest.fixture
def proxied(tmp_path: Path) -> Iterator[str]:
    """The address of nginx, with the file of the containers, before a small server."""
    if NGINX is None:
        pytest.skip("no nginx on this machine: apt-get install nginx-light")
    course = write_course(tmp_path / "course")
    with running(tiny_command(course, tmp_path / "index", tmp_path / "data"), os.environ) as server:
        port = free_port()
        text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
        text = text.replace("server:7860", server.removeprefix("http://")).replace("listen 8080;", f"listen 127.0.0.1:{port};")
        (tmp_path / "nginx.conf").write_text(text.replace("/tmp/nginx", f"{tmp_path}/nginx"), encoding="utf-8")
        command = [NGINX, "-c", str(tmp_path / "nginx.conf"), "-e", "stderr", "-g", "daemon off;"]
        checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr
        process = subprocess.Popen(command)
        try:
            _wait(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(port: int) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx did not start")


def test_a_page_behind_nginx_works_and_opens_nothing_to_strangers(proxied: str) -> None:
    """Pages and questions pass; instructors' pages need a login, foreign sites are refused, metrics stay inside."""
    with httpx.Client(base_url=proxied, timeout=30, follow_redirects=False) as client:
        assert client.get("/").status_code == 200
        own = {"origin": proxied, "sec-fetch-site": "same-origin"}
        answered = client.post("/api/ask", json={"question": "what is EBS?"}, headers=own)
        assert answered.status_code == 200
        assert "block storage" in answered.json()["answer"]
        assert client.post("/api/ask", json={"question": "x"}, headers={"origin": "http://evil.example"}).status_code == 403
        assert client.get("/coverage").status_code in (303, 307, 401, 403)
        assert client.get("/metrics").status_code == 403
        assert client.get("/healthz").status_code == 200

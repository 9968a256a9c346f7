# studybot in a container: one server with the packaged course, its index and its model inside; nothing is downloaded when it runs.
#   docker build -t studybot .
#   docker run -p 7860:7860 -v studybot-data:/data studybot
# torch's default build for Linux brings gigabytes for graphics cards. Where an index of its CPU builds is at hand:
#   docker build --build-arg PIP_EXTRA_INDEX_URL=<that index> -t studybot .
FROM python:3.11-slim-bookworm AS build
ARG PIP_EXTRA_INDEX_URL=""
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
RUN python -m venv /opt/studybot
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY src ./src
RUN /opt/studybot/bin/pip install --constraint constraints.txt '.[scale]'

FROM python:3.11-slim-bookworm
# Scanned pages are read by tesseract; without it their pages are named in the receipt.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends tesseract-ocr \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --create-home --home-dir /home/studybot studybot \
 && mkdir -p /srv/studybot /data \
 && chown studybot:studybot /srv/studybot /data
COPY --from=build /opt/studybot /opt/studybot
WORKDIR /srv/studybot
COPY --chown=studybot:studybot corpus ./corpus
USER 10001
ENV PATH=/opt/studybot/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    STUDYBOT_DATA=/data \
    STUDYBOT_HOST=0.0.0.0 \
    STUDYBOT_INSTRUCTORS=login
# The model is compiled and the packaged course indexed here, so that a container answers as soon as it has started.
RUN studybot index
VOLUME /data
EXPOSE 7860
HEALTHCHECK --interval=15s --timeout=3s --start-period=60s \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:7860/healthz', timeout=2)"]
STOPSIGNAL SIGINT
CMD ["studybot", "serve"]

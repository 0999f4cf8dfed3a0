# podman build --format docker -t burdenwatch .      or docker build; OCI images have no HEALTHCHECK.
#
# The same checkout makes the same layers where the base is named by its digest and all files have one time:
#   podman build --format docker --timestamp 1764633600 --build-arg BASE=docker.io/library/python@sha256:... .
ARG BASE=docker.io/library/python:3.13-slim

FROM ${BASE} AS build
# Any moment will do for a wheel's files, if it is always the same: 1980-01-01, the earliest that a zip can tell.
ARG SOURCE_DATE_EPOCH=315532800
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_COMPILE=1 PIP_ROOT_USER_ACTION=ignore
RUN python3 -m venv --without-pip /opt/burdenwatch && python3 -m venv /opt/build
COPY config/deploy/*.lock /src/config/deploy/
WORKDIR /src
# Wheels alone, and only those of the hashes: nothing that is downloaded runs while the image is made, but the builder.
RUN /opt/build/bin/pip --python /opt/burdenwatch/bin/python install -q --no-deps --only-binary :all: --require-hashes \
      -r config/deploy/requirements.lock \
 && /opt/build/bin/pip install -q --no-deps --only-binary :all: --require-hashes -r config/deploy/build.lock
COPY . /src
# Compiled here, by the words and not the times of the sources: the root is read-only later, and times differ.
RUN /opt/build/bin/pip wheel -q --no-deps --no-build-isolation -w /wheels . \
 && /opt/build/bin/pip --python /opt/burdenwatch/bin/python install -q --no-deps --no-index /wheels/*.whl \
 && /opt/burdenwatch/bin/python -m compileall -q -j 0 --invalidation-mode unchecked-hash /opt/burdenwatch/lib

FROM ${BASE}
LABEL org.opencontainers.image.title="burdenwatch" \
      org.opencontainers.image.description="Follows one negotiation in the news and keeps Telegram subscribers ahead of it" \
      org.opencontainers.image.licenses="MIT"
COPY --from=build /opt/burdenwatch /opt/burdenwatch
# Numbers, as a host that asks for a user that is not root cannot tell by a name.
RUN mkdir /data && chown 10001:10001 /data && chmod 700 /data
ENV PATH=/opt/burdenwatch/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    HOME=/data DATA_DIR=/data HOST=0.0.0.0 PORT=8080
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
# /livez and not /readyz: a restart mends neither a database that is away nor a Telegram that is silent.
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
  CMD ["python3", "-c", "import http.client, os, sys; c = http.client.HTTPConnection('127.0.0.1', int(os.environ['PORT']), timeout=4); c.request('GET', '/livez'); sys.exit(c.getresponse().status != 200)"]
ENTRYPOINT ["burdenwatch"]
CMD ["run"]

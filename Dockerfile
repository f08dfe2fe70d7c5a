# The simulator as an image; docs/installeren.md says how to use it.
# Works with BuildKit and with the builder before it. Any base image with Python 3.11 or later on Debian or Ubuntu will do:
# a mirror of your own, or one that trusts your own CA.
ARG PYTHON_IMAGE=python:3.13-slim

FROM ${PYTHON_IMAGE} AS bouw
# A package index of your own: --build-arg PIP_INDEX_URL=... What is given here does not reach the image.
ARG PIP_INDEX_URL
ARG PIP_EXTRA_INDEX_URL
ARG PIP_FIND_LINKS
ARG PIP_TRUSTED_HOST
ARG PIP_DEFAULT_TIMEOUT
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ONLY_BINARY=:all:
WORKDIR /bron
RUN python3 -m venv /opt/bouw && python3 -m venv --without-pip /opt/dso-sim
COPY pyproject.toml requirements.lock ./
COPY tools/lockdeel.py tools/
RUN set -e; export PATH=/opt/bouw/bin:$PATH; \
    python tools/lockdeel.py --bouw > bouw.lock; \
    python -m pip install --quiet --require-hashes --no-deps -r bouw.lock; \
    python tools/lockdeel.py postgres > image.lock; \
    python -m pip --python /opt/dso-sim/bin/python install --quiet --require-hashes --no-deps -r image.lock
COPY . .
# The tests, headers and stubs of others are never used here. Compiled now: the root may be read-only, and starting with
# nothing compiled takes seconds.
RUN set -e; export PATH=/opt/bouw/bin:$PATH; \
    python -m hatchling build -t wheel -d dist; \
    python -m pip --python /opt/dso-sim/bin/python install --quiet --no-index --no-deps dist/*.whl; \
    cd /opt/dso-sim/lib/python3*/site-packages; \
    find . -type d \( -name tests -o -name testing -path './sqlalchemy/*' -o -name __pycache__ \) -prune -exec rm -rf {} +; \
    rm -rf lxml/includes numpy/_core/include numpy/f2py numpy/_pyinstaller; \
    find . -type f \( -name '*.pyi' -o -name '*.pyx' -o -name '*.pxd' -o -name '*.h' -o -name '*.a' \) -delete; \
    /opt/dso-sim/bin/python -m compileall -q -j 0 .

FROM ${PYTHON_IMAGE}
LABEL org.opencontainers.image.title="DSO-LV simulator" \
      org.opencontainers.image.description="Simulator van de landelijke voorziening van het DSO, met een basischeck erop" \
      org.opencontainers.image.licenses="EUPL-1.2"
ENV PATH=/opt/dso-sim/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DSO_SIM_HOST=0.0.0.0 DSO_SIM_PORT=8080
COPY --from=bouw /opt/dso-sim /opt/dso-sim
# Open to all, so that --user with any other number works on a volume too.
RUN mkdir -m 1777 /data
# Files that are only used for a moment go here too when the root is read-only and there is no /tmp.
WORKDIR /data
VOLUME /data
USER 10001:10001
# 8443 is for TLS, when DSO_SIM_TLS_PORT asks for it.
EXPOSE 8080 8443
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 CMD ["python", "-m", "simulator.gezond"]
# What must last stands on the volume, unless a database has it.
ENTRYPOINT ["/bin/sh", "-c", "[ -n \"$DSO_SIM_DATABASE\" ] || export DSO_SIM_DATA=\"${DSO_SIM_DATA:-/data}\"; exec dso-sim \"$@\"", "dso-sim"]
CMD ["serve"]

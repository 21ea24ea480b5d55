# The offline voice, for trying without a key. Built from the top folder: docker build -f deploy/local-engine.Dockerfile .

FROM python:3.11.14-slim-bookworm AS packages
COPY requirements/uv.txt requirements/local-engine.txt /requirements/
RUN pip install --no-cache-dir --require-hashes -r /requirements/uv.txt \
 && python -m venv /venv \
 && uv pip install --no-cache --python /venv/bin/python --compile-bytecode --require-hashes -r /requirements/local-engine.txt

FROM python:3.11.14-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends espeak-ng \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin tutor
COPY --from=packages /venv /venv
WORKDIR /app
COPY local_engine ./local_engine
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 HOME=/tmp LOCAL_ENGINE_HOST=0.0.0.0 LOCAL_ENGINE_PORT=8090
USER tutor
EXPOSE 8090
CMD ["python", "-m", "local_engine"]

# The tutor. Built from the top folder: docker build -f deploy/worker.Dockerfile .

FROM python:3.11.14-slim-bookworm AS packages
COPY requirements/uv.txt requirements/agent.txt /requirements/
RUN pip install --no-cache-dir --require-hashes -r /requirements/uv.txt \
 && python -m venv /venv \
 && uv pip install --no-cache --python /venv/bin/python --compile-bytecode --require-hashes -r /requirements/agent.txt

FROM python:3.11.14-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends wordnet-base \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin tutor \
 && install -d -o tutor -g tutor -m 700 /data
COPY --from=packages /venv /venv
WORKDIR /app
COPY contract ./contract
COPY lesson ./lesson
COPY storage ./storage
COPY agent ./agent
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 HOME=/tmp WORKER_PORT=8081 WORKER_METRICS_PORT=8082 TUTOR_DATA_DIR=/data
USER tutor
VOLUME /data
EXPOSE 8081 8082
CMD ["python", "-m", "agent.worker"]

# The page and its API. Built from the top folder: docker build -f deploy/token-server.Dockerfile .

FROM node:20.19.5-bookworm-slim AS page
WORKDIR /page
COPY web_client/package.json web_client/package-lock.json web_client/.npmrc ./
RUN npm ci
COPY web_client ./
RUN npm run build

FROM python:3.11.14-slim-bookworm AS packages
COPY requirements/uv.txt requirements/token-server.txt /requirements/
RUN pip install --no-cache-dir --require-hashes -r /requirements/uv.txt \
 && python -m venv /venv \
 && uv pip install --no-cache --python /venv/bin/python --compile-bytecode --require-hashes -r /requirements/token-server.txt

FROM python:3.11.14-slim-bookworm
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin tutor \
 && install -d -o tutor -g tutor -m 700 /data
COPY --from=packages /venv /venv
WORKDIR /app
COPY contract ./contract
COPY lesson ./lesson
COPY storage ./storage
COPY token_server ./token_server
COPY --from=page /page/dist ./web_client/dist
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 HOST=0.0.0.0 PORT=8080 TUTOR_DATA_DIR=/data
USER tutor
VOLUME /data
EXPOSE 8080
CMD ["python", "-m", "token_server"]

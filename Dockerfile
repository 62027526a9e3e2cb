# One image for Binder, for JupyterHub on Kubernetes (as its singleuser image) and for Codespaces (.devcontainer/).
# It has not been built where it was written, which has no Docker: the first build is yours. Its last step runs the doctor, so that
# an image in which a lesson's parts do not work is not made.
#
#     docker build -t faceblur . && docker run --rm -p 8888:8888 faceblur
FROM python:3.12-slim-bookworm

# Binder gives the user's name and number when it builds; it asks for that user, for a home he can write to, and for Jupyter.
ARG NB_USER=jovyan
ARG NB_UID=1000
ENV USER=${NB_USER} \
    HOME=/home/${NB_USER} \
    PATH=/opt/lessons/bin:${PATH} \
    UV_PROJECT_ENVIRONMENT=/opt/lessons \
    UV_PYTHON_DOWNLOADS=never \
    UV_LINK_MODE=copy

# What OpenCV needs of the system. Binder reads apt.txt itself only where there is no Dockerfile; the list stands there.
COPY apt.txt /tmp/apt.txt
RUN apt-get update \
    && xargs -a /tmp/apt.txt apt-get install -y --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/* /tmp/apt.txt \
    && adduser --disabled-password --gecos "Default user" --uid ${NB_UID} ${NB_USER}

# The lessons are in the environment, not in the home: JupyterHub on Kubernetes mounts a disk of the student's over that.
# Hub and image must have versions of JupyterHub that go together: --build-arg JUPYTERHUB="jupyterhub==5.*".
ARG JUPYTERHUB="jupyterhub>=5.3,<7"
COPY . /tmp/project
RUN pip install --no-cache-dir uv \
    && cd /tmp/project \
    && uv sync --no-cache --no-editable \
    && uv pip install --no-cache --python /opt/lessons/bin/python "${JUPYTERHUB}" notebook \
    && rm -rf /tmp/project

USER ${NB_USER}
WORKDIR ${HOME}
RUN python -m faceblur_utils

# Whatever starts the server, a copy of the lessons is there before; what is there already stays as it is.
ENTRYPOINT ["sh", "-c", "faceblur lessons --no-start \"$HOME/my_lessons\" >&2; exec \"$@\"", "sh"]
EXPOSE 8888
# Binder and JupyterHub bring commands of their own. Jupyter prints an address with a token.
CMD ["jupyter", "lab", "--ip=0.0.0.0", "--no-browser", "--LabApp.default_url=/lab/tree/my_lessons/00_start_here.ipynb"]

#!/usr/bin/env bash
# Behaves as the official image's scripts do. As docker-entrypoint.sh: prepare the data directory,
# then become the server. As docker-ensure-initdb.sh: prepare it and stop there.
# As docker-enforce-initdb.sh: the same, but a directory that is already prepared is an error.
set -eo pipefail # without -u: scripts of other people are sourced below

name=$(basename "$0")

fail() {
    printf '%s: error: %s\n' "$name" "$*" >&2
    exit 1
}

# setting NAME DEFAULT: the value comes from NAME or, for a secret, from the file NAME_FILE names.
setting() {
    local file="$1_FILE" value="${!1:-$2}"
    if [[ ${!file:-} ]]; then
        [[ ! ${!1:-} ]] || fail "$1 and $file are both set; set only one of them"
        value=$(<"${!file}")
    fi
    export "$1=$value"
    unset "$file"
}

read_settings() {
    setting POSTGRES_PASSWORD ""
    setting POSTGRES_USER postgres
    setting POSTGRES_DB "$POSTGRES_USER"
    setting POSTGRES_INITDB_ARGS ""
}

# Root hands the directories to postgres; another user gets what it is allowed to have.
make_directories() {
    local directories=("$PGDATA" /var/run/postgresql)
    mkdir -p "$PGDATA" /var/run/postgresql || true
    chmod 700 "$PGDATA" || true
    chmod 3775 /var/run/postgresql || true
    if [[ $POSTGRES_INITDB_WALDIR ]]; then
        mkdir -p "$POSTGRES_INITDB_WALDIR"
        chmod 700 "$POSTGRES_INITDB_WALDIR"
        directories+=("$POSTGRES_INITDB_WALDIR")
    fi
    if ((EUID == 0)); then
        find "${directories[@]}" ! -user postgres -exec chown postgres {} +
    fi
}

require_password() {
    if [[ $POSTGRES_HOST_AUTH_METHOD == trust ]]; then
        printf '%s: warning: trust lets anyone who reaches the port in\n' "$name" >&2
    elif [[ ! $POSTGRES_PASSWORD ]]; then
        fail "the database is uninitialized and superuser password is not specified;" \
            "set POSTGRES_PASSWORD, or POSTGRES_HOST_AUTH_METHOD=trust"
    fi
}

# Since version 18 the volume is /var/lib/postgresql; data or a mount in an older place is a mistake.
refuse_older_layout() {
    local place
    [[ $PGDATA == "/var/lib/postgresql/$PG_MAJOR/docker" ]] || return 0
    for place in /var/lib/postgresql /var/lib/postgresql/data /var/lib/postgresql/*/docker; do
        [[ ! -s $place/PG_VERSION ]] || fail "in 18+ there is older data in $place: use pg_upgrade"
    done
    if mountpoint --quiet /var/lib/postgresql/data; then
        fail "in 18+ mount /var/lib/postgresql, not /var/lib/postgresql/data"
    fi
}

# initdb wants its user to have a name; one given by number only borrows one.
initialise() {
    local arguments preload=()
    eval "arguments=($POSTGRES_INITDB_ARGS)"
    [[ ! $POSTGRES_INITDB_WALDIR ]] || arguments+=(--waldir "$POSTGRES_INITDB_WALDIR")
    if ! getent passwd "$EUID" >/dev/null; then
        local passwd=/tmp/passwd.$$ group=/tmp/group.$$
        echo "postgres:x:$EUID:$(id -g)::$PGDATA:/bin/false" >"$passwd"
        echo "postgres:x:$(id -g):" >"$group"
        preload=(LD_PRELOAD=libnss_wrapper.so NSS_WRAPPER_PASSWD="$passwd" NSS_WRAPPER_GROUP="$group")
    fi
    env "${preload[@]}" initdb --username="$POSTGRES_USER" \
        --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") "${arguments[@]}"
    rm -f /tmp/passwd.$$ /tmp/group.$$
}

allow_hosts() {
    local method=$POSTGRES_HOST_AUTH_METHOD
    : "${method:=$(postgres -C password_encryption "$@")}"
    printf '\nhost all all all %s\n' "$method" >>"$PGDATA/pg_hba.conf"
}

# The name under which sourced scripts of other people know it.
docker_process_sql() {
    PGHOST=/var/run/postgresql PGHOSTADDR='' psql --set ON_ERROR_STOP=1 --no-psqlrc --no-password \
        --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" "$@"
}

create_database() {
    docker_process_sql --dbname postgres --set name="$POSTGRES_DB" <<'SQL'
SELECT format('CREATE DATABASE %I', :'name')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec
SQL
}

run_init_files() {
    local file
    for file in /docker-entrypoint-initdb.d/*; do
        printf '%s: %s\n' "$name" "$file"
        # shellcheck disable=SC1090 # their content is not known here
        case $file in
            *.sh) if [[ -x $file ]]; then "$file"; else . "$file"; fi ;;
            *.sql) docker_process_sql --file "$file" ;;
            *.sql.gz) gzip -dc "$file" | docker_process_sql ;;
            *.sql.xz) xz -dc "$file" | docker_process_sql ;;
            *.sql.zst) zstd -dc "$file" | docker_process_sql ;;
            *) printf '%s: ignored\n' "$name" ;;
        esac
    done
}

# Fill an empty data directory; arguments are the server's.
prepare() {
    require_password
    refuse_older_layout
    initialise
    allow_hosts "$@"
    export PGPASSWORD="${PGPASSWORD:-$POSTGRES_PASSWORD}"
    # On the Unix socket only, so that nobody takes it for the finished server.
    pg_ctl start --wait --options "$(printf '%q ' "$@" -c listen_addresses= -p "${PGPORT:-5432}")"
    create_database
    run_init_files
    pg_ctl stop --wait --mode fast
    unset PGPASSWORD
}

for_information_only() {
    [[ " $* " =~ \ (-\?|--help|--describe-config|-V|--version)\  ]]
}

main() {
    if [[ $name != docker-entrypoint.sh && $1 != postgres || $1 == -* ]]; then
        set -- postgres "$@"
    fi
    if [[ $1 != postgres ]] || for_information_only "$@"; then
        exec "$@"
    fi
    read_settings
    make_directories
    if ((EUID == 0)); then
        exec gosu postgres "$0" "$@"
    fi
    local outcome="Database directory appears to contain a database; Skipping initialization"
    if [[ ! -s $PGDATA/PG_VERSION ]]; then
        prepare "${@:2}"
        outcome="init process complete; ready for start up."
    elif [[ $name == docker-enforce-initdb.sh ]]; then
        fail "there is a database in $PGDATA already"
    fi
    [[ $name == docker-entrypoint.sh ]] || exit 0
    printf '\nPostgreSQL %s\n\n' "$outcome"
    exec "$@"
}

main "$@"

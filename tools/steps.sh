# Sourced by ./run and ./test, from the repository's root: the steps that both take to make the program, each shown on one line.
# What a step prints goes into build/<step>.log and is shown only when the step fails.

fail() { echo "$(basename "$0"): $*" >&2; exit 1; }

# step NAME WHAT COMMAND...: runs the command, showing how far ninja is when the command is a build.
step() {
    local name=$1 what=$2 began=$SECONDS log=build/$1.log
    shift 2
    mkdir -p build
    if ! NINJA_STATUS='[%f/%t] ' "$@" 2>&1 | tee "$log" | show_progress "$what"; then
        echo
        tail -n 60 "$log"
        fail "$what failed; all of its output is in $log"
    fi
    show_line "$what: done in $((SECONDS - began)) s"
}

# On a terminal a line is written over the one before it; elsewhere each stands for itself.
show_line() {
    if [ -t 1 ]; then printf '\r\033[K%s\n' "$1"; else printf '%s\n' "$1"; fi
}

# Turns ninja's "[12/340] ..." into one line that counts up on a terminal, and into one line per tenth elsewhere.
show_progress() {
    local line percent tenth=0
    if [ -t 1 ]; then printf '%s ...' "$1"; else echo "$1 ..."; fi
    while read -r line; do
        [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]] || continue
        percent=$((100 * BASH_REMATCH[1] / BASH_REMATCH[2]))
        if [ -t 1 ]; then
            printf '\r\033[K%s: %s of %s' "$1" "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
        elif [ $((percent / 10)) -gt $tenth ]; then
            tenth=$((percent / 10))
            echo "  $percent % of ${BASH_REMATCH[2]}"
        fi
    done
}

# The page is built before the program, which carries it inside; skipped while nothing that it is made of is newer.
build_page() {
    local sources=(web/src web/public web/index.html web/package-lock.json web/package.json web/tsconfig.json web/vite.config.ts)
    if [ -e web/dist/index.html ] && [ -z "$(find "${sources[@]}" -newer web/dist/index.html -print -quit)" ]; then
        return
    fi
    step page "Building the page" npm run build --prefix web
}

# build_program PRESET DIRECTORY TARGET
build_program() {
    [ -e "$2/build.ninja" ] || step "configure-$1" "Configuring ($1)" cmake --preset "$1"
    step "program-$1" "Building the program ($1)" cmake --build --preset "$1" --target "$3"
}

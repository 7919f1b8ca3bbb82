#include "telephony/speech.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <vector>

#include "telephony/media_socket.hpp"

extern char** environ;

namespace markaz::telephony {
namespace {

constexpr std::size_t longest_output = 64u << 20;  // 25 minutes at 22 kHz: no prompt is so long

/// A program that reads from `input` and writes to `output`.
struct Child {
    pid_t pid = -1;
    Descriptor input, output;
};

std::optional<std::array<Descriptor, 2>> make_pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return std::nullopt;
    return std::array{Descriptor(ends[0]), Descriptor(ends[1])};
}

Result<Child> start(std::vector<std::string> words) {
    auto in = make_pipe(), out = make_pipe();
    if (!in || !out) return problem(words[0], std::string("cannot be started: ") + std::strerror(errno));
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, (*in)[0].fd(), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, (*out)[1].fd(), STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    Child child;
    const int failed = posix_spawnp(&child.pid, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed)
        return problem(words[0], std::string("cannot be started: ") + std::strerror(failed),
                       "espeak-ng installed, or another program configured");
    child.input = std::move((*in)[1]);
    child.output = std::move((*out)[0]);
    fcntl(child.input.fd(), F_SETFL, O_NONBLOCK);
    return child;
}

/// Ends the child if it still runs, and says whether it ended well by itself.
bool finish(Child& child, bool kill_it) {
    if (kill_it) kill(child.pid, SIGKILL);
    int status = 0;
    while (waitpid(child.pid, &status, 0) < 0 && errno == EINTR) {}
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// Writes what the child still takes; closes its input when all is written or it takes no more.
void feed(Child& child, std::string_view& text) {
    const ssize_t written = write(child.input.fd(), text.data(), text.size());
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
    if (text.empty() || (written < 0 && errno != EAGAIN && errno != EINTR)) child.input = Descriptor();
}

/// A child that closes its input early must not end us.
class WithoutBrokenPipe {
public:
    WithoutBrokenPipe() {
        sigemptyset(&pipe_);
        sigaddset(&pipe_, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
    }
    ~WithoutBrokenPipe() {
        const timespec now{};
        while (sigtimedwait(&pipe_, nullptr, &now) > 0) {}
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    WithoutBrokenPipe(const WithoutBrokenPipe&) = delete;
    WithoutBrokenPipe& operator=(const WithoutBrokenPipe&) = delete;

private:
    sigset_t pipe_{}, before_{};
};

/// Feeds and reads at once: a child that fills its pipe while we write ours would wait for ever.
Result<std::vector<std::uint8_t>> exchange(Child& child, std::string_view text, std::chrono::seconds limit, const std::string& name) {
    const WithoutBrokenPipe guard;
    const auto end = std::chrono::steady_clock::now() + limit;
    std::vector<std::uint8_t> output;
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        std::array<pollfd, 2> polled{pollfd{child.output.fd(), POLLIN, 0}, pollfd{child.input.fd(), POLLOUT, 0}};
        const int ready = left.count() > 0 ? poll(polled.data(), polled.size(), static_cast<int>(left.count())) : 0;
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0 || output.size() > longest_output) {
            finish(child, true);
            return problem(name, "did not finish in " + std::to_string(limit.count()) + " s, and was stopped");
        }
        if (polled[1].revents) feed(child, text);
        if (!polled[0].revents) continue;
        std::array<std::uint8_t, 65536> part;
        const ssize_t count = read(child.output.fd(), part.data(), part.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return output;
        output.insert(output.end(), part.begin(), part.begin() + count);
    }
}

}  // namespace

Result<Audio> synthesise(std::string_view text, Language language, const SpeechCommand& command) {
    const std::string& voice = command.voices[static_cast<std::size_t>(language)];
    // -b 1: the text is UTF-8.
    auto child = start({command.program, "--stdin", "-b", "1", "-v", voice, "-s", std::to_string(command.words_per_minute), "--stdout"});
    if (!child) return std::unexpected(child.error());
    const auto output = exchange(*child, text, command.limit, command.program);
    if (!output) return std::unexpected(output.error());
    if (!finish(*child, false)) return problem(command.program, "failed for voice \"" + voice + "\"", "a voice that it has");
    return read_wav(*output, command.program);
}

}  // namespace markaz::telephony

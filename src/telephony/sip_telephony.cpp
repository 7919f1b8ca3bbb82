#include <pthread.h>

#include <atomic>
#include <chrono>
#include <future>
#include <mutex>
#include <ranges>
#include <thread>
#include <vector>

#include "telephony/sip_endpoint.hpp"
#include "telephony/telephony.hpp"
#include "telephony/webrtc_endpoint.hpp"

namespace markaz::telephony {
namespace {

/// Sockets in one loop: SIP over TCP needs one for each telephone.
constexpr int sockets_at_most = 16384;

struct NewDevices {
    std::vector<Device> devices;
    std::vector<Trunk> trunks;
};
struct Stop {};
using Letter = std::variant<Command, MediaFact, Recorded, NewDevices, LineAgreed, Stop>;

/// Leg numbers go on after a restart, because journals name them: seconds since 2026 above, 2^20 legs of each second below.
std::uint64_t first_leg() {
    using namespace std::chrono;
    constexpr sys_days beginning = 2026y / January / 1;
    return static_cast<std::uint64_t>(duration_cast<seconds>(system_clock::now() - beginning).count()) << 20;
}

class SipTelephony final : public Telephony {
public:
    static Result<std::unique_ptr<Telephony>> open(Settings settings, Listener listener) {
        auto telephony = std::unique_ptr<SipTelephony>(new SipTelephony(std::move(listener)));
        std::promise<Result<std::uint16_t>> opened;
        auto port = opened.get_future();
        telephony->thread_ = std::jthread([self = telephony.get(), settings = std::move(settings), &opened]() mutable {
            pthread_setname_np(pthread_self(), "telephony");
            self->run(std::move(settings), opened);
        });
        const auto result = port.get();
        if (!result) return std::unexpected(result.error());
        telephony->port_ = *result;
        return telephony;
    }

    ~SipTelephony() override { put(Stop{}); }

    LegId next_leg() override { return {++last_leg_}; }

    void perform(std::vector<Command> commands) override {
        std::vector<Letter> letters;
        for (Command& command : commands) letters.emplace_back(std::move(command));
        put_all(std::move(letters));
    }

    Result<LineOpened> open_line(LineWanted wanted) override {
        if (!browsers_) return problem("offer", "no browser is served here", "start with --webrtc-port");
        return browsers_->open(wanted);
    }

    std::uint16_t sip_port() const override { return port_; }
    std::uint16_t webrtc_port() const override { return browsers_ ? browsers_->port() : std::uint16_t{0}; }
    Counters counters() const override { return counters_.now(); }

    void set_devices(std::vector<Device> devices, std::vector<Trunk> trunks) override {
        put(NewDevices{std::move(devices), std::move(trunks)});
    }

private:
    explicit SipTelephony(Listener listener) : listener_(std::move(listener)), last_leg_(first_leg()) {}

    void put(Letter letter) {
        std::vector<Letter> letters;
        letters.push_back(std::move(letter));
        put_all(std::move(letters));
    }

    /// Wakes the SIP thread only when its box was empty, so that libre's pipe never fills.
    void put_all(std::vector<Letter> letters) {
        {
            std::lock_guard lock(mutex_);
            const bool wakes = letters_.empty() && !letters.empty();
            std::ranges::move(letters, std::back_inserter(letters_));
            if (!wakes) return;
        }
        std::lock_guard lock(wake_mutex_);  // not the one that whoever is woken wants
        if (wake_) mqueue_push(wake_.get(), 0, nullptr);
    }

    std::vector<Letter> take_letters() {
        std::lock_guard lock(mutex_);
        return std::exchange(letters_, {});
    }

    void run(Settings settings, std::promise<Result<std::uint16_t>>& opened) {
        re_thread_init();
        fd_setsize(sockets_at_most);  // libre's own limit is 1024
        poll_method_set(METHOD_EPOLL);
        auto result = start(std::move(settings));
        const bool running = result.has_value();
        opened.set_value(std::move(result));
        if (running) re_main(nullptr);
        finish();
        re_thread_close();
    }

    Result<std::uint16_t> start(Settings settings) {
        const auto wake = [](int, void*, void* self) noexcept { static_cast<SipTelephony*>(self)->read_letters(); };
        struct mqueue* queue = nullptr;
        if (mqueue_alloc(&queue, wake, this) != 0) return problem("SIP", "cannot be started");
        {
            std::lock_guard lock(wake_mutex_);
            wake_.reset(queue);
        }
        if (!settings.legs_file.empty()) {
            auto kept = KeptLegs::open(settings.legs_file, settings.legs_key);
            if (!kept) return std::unexpected(kept.error());
            kept_ = std::move(*kept);
        }
        auto browsers = open_browsers(settings);
        if (!browsers) return std::unexpected(browsers.error());
        recorder_ = std::make_unique<Recorder>([this](Recorded recorded) { put(std::move(recorded)); });
        media_ = std::make_unique<MediaThread>(std::make_unique<MediaEngine>(
            settings.silence_limit, counters_, *recorder_, [this](MediaFact fact) { put(std::move(fact)); }, std::move(*browsers)));
        endpoint_ = std::make_unique<Endpoint>(std::move(settings),
                                               Endpoint::World{.tell = listener_,
                                                               .next_leg = [this] { return next_leg(); },
                                                               .media = [this](MediaOrder order) { media_->order(std::move(order)); },
                                                               .counters = counters_,
                                                               .kept = kept_.get()});
        return endpoint_->open();
    }

    /// Their port and certificate; nothing where none is wanted.
    Result<std::optional<MediaEngine::Browsers>> open_browsers(const Settings& settings) {
        if (settings.webrtc_ports.empty()) return std::nullopt;
        auto identity = DtlsIdentity::create();
        if (!identity) return std::unexpected(identity.error());
        auto socket = open_web_socket("0.0.0.0", settings.webrtc_ports.front());
        for (const std::uint16_t next : settings.webrtc_ports | std::views::drop(1))
            if (!socket) socket = open_web_socket("0.0.0.0", next);
        if (!socket) return std::unexpected(socket.error());
        const auto shared = std::make_shared<const DtlsIdentity>(std::move(*identity));
        browsers_ = std::make_unique<WebEndpoint>(shared, socket->port, settings.public_address,
                                                  WebEndpoint::World{.tell = listener_,
                                                                     .next_leg = [this] { return next_leg(); },
                                                                     .media = [this](MediaOrder order) { media_->order(std::move(order)); },
                                                                     .agreed = [this](LineAgreed agreed) { put(std::move(agreed)); }});
        return MediaEngine::Browsers{std::move(socket->descriptor), shared};
    }

    void read_letters() {
        for (Letter& letter : take_letters()) read(letter);
    }

    void read(Letter& letter) {
        if (auto* command = std::get_if<Command>(&letter)) {
            if (!browsers_ || !browsers_->obey(*command)) endpoint_->obey(std::move(*command));
            return;
        }
        if (const auto* fact = std::get_if<MediaFact>(&letter)) {
            if (!browsers_ || !browsers_->hear(*fact)) endpoint_->hear(*fact);
            return;
        }
        if (const auto* agreed = std::get_if<LineAgreed>(&letter)) return browsers_->take(*agreed);
        if (auto* recorded = std::get_if<Recorded>(&letter)) return listener_(std::move(*recorded));
        if (std::get_if<Stop>(&letter)) return re_cancel();  // what lies behind it in the box is still read
        if (auto* fresh = std::get_if<NewDevices>(&letter)) endpoint_->set_devices(std::move(fresh->devices), std::move(fresh->trunks));
    }

    /// Legs first, then what carried them; recordings that end with them are still told.
    void finish() {
        if (browsers_ && media_) browsers_->close();
        if (endpoint_) endpoint_->close();
        media_.reset();
        recorder_.reset();
        for (Letter& letter : take_letters())
            if (auto* recorded = std::get_if<Recorded>(&letter)) listener_(std::move(*recorded));
        endpoint_.reset();
        std::lock_guard lock(wake_mutex_);
        wake_.reset();
    }

    Listener listener_;
    std::atomic<std::uint64_t> last_leg_;
    std::uint16_t port_ = 0;
    LiveCounters counters_{};
    std::mutex mutex_, wake_mutex_;
    std::vector<Letter> letters_;
    Ref<struct mqueue> wake_;
    std::unique_ptr<Recorder> recorder_;
    std::unique_ptr<MediaThread> media_;
    std::unique_ptr<WebEndpoint> browsers_;
    std::unique_ptr<KeptLegs> kept_;  ///< outlives the endpoint
    std::unique_ptr<Endpoint> endpoint_;
    std::jthread thread_;
};

Result<void> check(const Settings& settings) {
    const auto address = SocketAddress::from(settings.sip_address, settings.sip_port);
    if (!address)
        return problem("sip_address", "\"" + settings.sip_address + "\" is not an address", "an IPv4 or IPv6 address of this machine");
    // libre binds to one address, and says it in what it sends.
    if (address->is_unspecified())
        return problem("sip_address", settings.sip_address + " stands for every address", "the one that telephones reach");
    if (!settings.public_address.empty() && !SocketAddress::from(settings.public_address, 0))
        return problem("public_address", "\"" + settings.public_address + "\" is not an address", "an IPv4 or IPv6 address");
    if (settings.rtp_low >= settings.rtp_high) return problem("rtp_low", "is not below rtp_high", "such as 20000 to 29999");
    for (const Trunk& trunk : settings.trunks)
        if (!SocketAddress::from(trunk.address, 0))
            return problem("trunk " + trunk.name, "\"" + trunk.address + "\" is not an address",
                           "the IPv4 or IPv6 address it sends from, without port");
    return {};
}

}  // namespace

Result<std::unique_ptr<Telephony>> open_telephony(Settings settings, Listener listener) {
    if (const auto checked = check(settings); !checked) return std::unexpected(checked.error());
    static std::once_flag once;
    std::call_once(once, [] { libre_init(); });
    return SipTelephony::open(std::move(settings), std::move(listener));
}

}  // namespace markaz::telephony

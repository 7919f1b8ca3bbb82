#include "edge/http/server.hpp"

#include <pthread.h>

#include <algorithm>

#include "edge/http/network.hpp"

namespace markaz::http {

// ---- the network's thread -------------------------------------------------------------------------------------------

Result<void> Server::Network::prepare_tls() {
    if (std::ranges::none_of(settings.listen, &Listen::secure)) return {};
    if (!settings.certificate) return problem({}, "an address is secure but there is no certificate", "name the certificate");
    tls.emplace(ssl::context::tls_server);
    tls->set_options(ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1 | ssl::context::single_dh_use);
    error_code error;
    tls->use_certificate_chain_file(settings.certificate->chain.string(), error);
    if (error) return problem(settings.certificate->chain.string(), error.message(), "a certificate in PEM is expected");
    tls->use_private_key_file(settings.certificate->key.string(), ssl::context::pem, error);
    if (error) return problem(settings.certificate->key.string(), error.message(), "the key of tls.pem is expected");
    return {};
}

Result<void> Server::Network::bind(const Listen& listen) {
    const std::string name = listen.host + ":" + std::to_string(listen.port);
    error_code error;
    const auto address = net::ip::make_address(listen.host, error);
    if (error) return problem(name, "this is not an IP address", "an address such as 127.0.0.1 or ::");
    if (!listen.secure && !address.is_loopback())
        return problem(name, "plain HTTP is served on loopback only", "make this address secure");
    tcp::acceptor acceptor(io);
    const tcp::endpoint endpoint(address, listen.port);
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error && address.is_v6()) acceptor.set_option(net::ip::v6_only(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(net::socket_base::max_listen_connections, error);
    if (error) return problem(name, error.message(), "end the program that uses it, or choose another port");
    bound.push_back(acceptor.local_endpoint().port());
    acceptors.push_back(std::move(acceptor));
    return {};
}

void Server::Network::run() {
    for (std::size_t index = 0; index < acceptors.size(); ++index)
        net::co_spawn(io, accept(acceptors[index], settings.listen[index].secure), net::detached);
    thread = std::thread([this] {
        pthread_setname_np(pthread_self(), "web");
        const auto work = net::make_work_guard(io);
        io.run();
    });
}

/// First nothing new comes in, then the workers end what they have, then what they answered is written.
void Server::Network::stop() {
    if (!thread.joinable()) return;
    net::post(io, [this] {
        stopping = true;
        for (tcp::acceptor& acceptor : acceptors) acceptor.close();
        for (const auto& follower : followers) follower->end(websocket::close_code::going_away);
    });
    workers.stop();
    net::post(io, [this] {
        draining = true;
        auto limit = std::make_shared<net::steady_timer>(io, settings.farewell);
        limit->async_wait([this, limit](const error_code&) { io.stop(); });
        settle();
    });
    thread.join();
}

void Server::Network::settle() {
    if (draining && answering == 0 && followers.empty()) io.stop();
}

void Server::Network::fault(const std::exception_ptr& thrown) const {
    try {
        std::rethrow_exception(thrown);
    } catch (const std::exception& error) {
        if (hooks.fault) hooks.fault(error.what());
    }
}

// ---- the doors ------------------------------------------------------------------------------------------------------

Result<std::unique_ptr<Server>> Server::start(Settings settings, Hooks hooks) {
    auto network = std::make_shared<Network>(std::move(settings), std::move(hooks));
    if (auto ready = network->prepare_tls(); !ready) return std::unexpected(std::move(ready.error()));
    for (const Listen& listen : network->settings.listen)
        if (auto ready = network->bind(listen); !ready) return std::unexpected(std::move(ready.error()));
    network->run();
    return std::unique_ptr<Server>(new Server(std::move(network)));
}

Server::Server(std::shared_ptr<Network> network) : network_(std::move(network)) {}
Server::~Server() { stop(); }

std::vector<std::uint16_t> Server::ports() const { return network_->bound; }

void Server::publish(std::string_view topic, Message message) {
    net::post(network_->io, [network = network_.get(), topic = std::string(topic), message = std::move(message)] {
        const auto found = network->by_topic.find(topic);
        if (found == network->by_topic.end()) return;
        for (const auto& follower : found->second) follower->put_event(message);
    });
}

void Server::stop() { network_->stop(); }

}  // namespace markaz::http

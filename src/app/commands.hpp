#pragma once
// The commands of the program, one function and one file each. main.cpp reads the command line into these options.

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "contact/origins.hpp"
#include "metrics/report.hpp"

namespace markaz::app {

/// 0 done, 1 the input was refused or found wrong, 2 wrong usage, 3 it failed.
inline constexpr int exit_done = 0, exit_refused = 1, exit_usage = 2, exit_failed = 3;

/// Says on standard error why an input is not taken.
inline int refuse(const Problem& why) {
    std::fprintf(stderr, "markaz: %s\n", why.line().c_str());
    return exit_refused;
}
/// Says on standard error what failed though nothing was wrong with the input.
inline int fail(const Problem& why) {
    std::fprintf(stderr, "markaz: %s\n", why.line().c_str());
    return exit_failed;
}

/// The same number as that of HTTPS, so that a firewall has one rule.
inline constexpr std::uint16_t usual_webrtc_port = 8443;

struct ServeOptions {
    std::filesystem::path data;
    std::string database = "sqlite";           ///< other database URLs are refused until they are built
    std::string http = "127.0.0.1:8080";
    std::string https = "0.0.0.0:8443";        ///< empty: none
    std::filesystem::path cert, key;           ///< both or neither: without them a certificate is made at first start
    std::string public_address;
    std::string sip = "127.0.0.1:5060";        ///< empty: no telephone
    std::string rtp = "20000-29999";
    std::optional<std::uint16_t> webrtc_port;  ///< UDP, of all browsers; 0 takes a free one. Not given: the usual one if it is free
    std::filesystem::path manual;              ///< fills an empty directory; the sample manual where none is named
    bool demo = false;
};
int serve(const ServeOptions& options);

struct LinkOptions {
    std::filesystem::path data;
    std::string user;
};
int link(const LinkOptions& options);

struct CheckOptions {
    std::filesystem::path manual;  ///< needless where the schema is wanted
    bool schema = false;
    bool json = false;
};
int check(const CheckOptions& options);

struct ImportManualOptions {
    std::filesystem::path manual;
    std::filesystem::path data;
};
int import_manual(const ImportManualOptions& options);

struct ReplayOptions {
    std::filesystem::path data;
};
/// 1 at the first entry that comes out otherwise than when it was written.
int replay(const ReplayOptions& options);

struct ReportOptions {
    std::filesystem::path data;
    metrics::ReportOptions wanted;
    metrics::Format format = metrics::Format::table;
    std::optional<contact::Origins> origins;  ///< not given: every one of a demo, live ones of a real centre
    bool fairness = false;                    ///< how evenly calls were shared within each skill group, instead of numbers by interval
};
int report(const ReportOptions& options);

struct BackupOptions {
    std::filesystem::path data, target;
};
int backup(const BackupOptions& options);

struct RestoreOptions {
    std::filesystem::path backup, data;
};
int restore(const RestoreOptions& options);

struct SalvageOptions {
    std::filesystem::path data, target;
};
/// 0 also where something was lost: what, stands on standard error.
int salvage(const SalvageOptions& options);

struct VerifyOptions {
    std::filesystem::path data;  ///< a data directory or a backup
};
int verify(const VerifyOptions& options);

}  // namespace markaz::app

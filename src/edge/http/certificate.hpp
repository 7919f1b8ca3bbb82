#pragma once
// The server's certificate: the operator's own, or one that the server signs itself at its first start.

#include <filesystem>
#include <span>
#include <string>

#include "base/result.hpp"

namespace markaz::http {

struct Certificate {
    std::filesystem::path chain;  ///< PEM, the server's own certificate first
    std::filesystem::path key;    ///< PEM
    std::string fingerprint;      ///< SHA-256 as `3F:2A:...`, for people to compare when their browser asks
};

/// Finds `tls.pem` and `tls.key` in the folder. Where neither is there, makes a P-256 key (readable by its owner alone) and a
/// certificate for `names` (DNS names or addresses, at least one), signed by itself and valid for ten years.
Result<Certificate> certificate_in(const std::filesystem::path& folder, std::span<const std::string> names);

}  // namespace markaz::http

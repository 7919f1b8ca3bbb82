#pragma once
// The web page that lies inside the program; nothing where it was built without one (cmake/embed-page).

#include <span>

#include "edge/http/assets.hpp"

namespace markaz::app {

std::span<const http::Asset> page();

}  // namespace markaz::app

// A server of one connection that answers with bytes decided beforehand.
#pragma once

#include <string>
#include <thread>

namespace badgewatch::client {

class CannedServer {
public:
  // Answers the first request, once its body (by Content-Length or chunked) came whole, or, with
  // `at_once`, as soon as its head came; then closes.
  explicit CannedServer(std::string answer, bool at_once = false);
  CannedServer(const CannedServer&) = delete;
  CannedServer& operator=(const CannedServer&) = delete;
  ~CannedServer();

  std::string url() const;
  // Head and body as they came; after it has answered.
  const std::string& request();

private:
  void serve();

  std::string answer_;
  bool at_once_;
  int socket_ = -1;
  unsigned short port_ = 0;
  std::string request_;
  std::thread thread_;
};

}  // namespace badgewatch::client

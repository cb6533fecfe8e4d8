-- Nobody asked for a password, no limits; every post is kept in the archive of the room.
run_as_root = true
daemonize = false
pidfile = "$folder/prosody.pid"
data_path = "$folder/data"
certificates = "$folder"
modules_enabled = { "roster", "saslauth", "disco", "ping", "time" }
modules_disabled = { "s2s", "tls", "offline", "posix" }
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
c2s_ports = { $port }
c2s_interfaces = { "127.0.0.1" }
authentication = "anonymous"
storage = { archive = "sql"; muc_log = "sql"; }
default_storage = "internal"
sql = { driver = "SQLite3", database = "$folder/archive.sqlite" }
log = { warn = "*console" }
VirtualHost "bench.local"
Component "rooms.bench.local" "muc"
  modules_enabled = { "muc_mam" }
  muc_log_by_default = true
  muc_log_all_rooms = true
  muc_room_locking = false
  muc_room_default_persistent = true
  restrict_room_creation = false
  muc_log_expires_after = "never"

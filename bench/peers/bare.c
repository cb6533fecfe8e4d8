/* The least that anybody can do: epoll, one row of SQLite for each post, one frame built once, one send() for each
 * member. Usage: bare PORT FILE LENGTH, with LENGTH the bytes of a frame on the wire, at most 65,539.
 *
 * It trusts its clients: they shake hands in one piece and send short text frames. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST_SOCKETS 20000
#define BUFFER 4096
#define LONGEST_FRAME (65535 + 4)

static const char WELCOME[] =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n\x81\x07welcome";

static struct client {
    int is_member, length;
    unsigned char buffer[BUFFER];
} *clients;

static int members[MOST_SOCKETS], member_count, frame_length;
static sqlite3 *database;
static sqlite3_stmt *insert;

static void fail(const char *what) {
    fprintf(stderr, "bare: %s: %s\n", what, database ? sqlite3_errmsg(database) : "");
    exit(1);
}

static void open_database(const char *path) {
    const char *tables = "pragma journal_mode=wal; pragma synchronous=full;"
                         "create table message(id integer primary key, room text, person text, at real, body text)";
    const char *row = "insert into message(room, person, at, body) values('room', 'person', 1700000000.1, ?)";
    if (sqlite3_open(path, &database) || sqlite3_exec(database, tables, 0, 0, 0) ||
        sqlite3_prepare_v2(database, row, -1, &insert, 0))
        fail("open");
}

static void store(const unsigned char *post, int length) {
    sqlite3_bind_text(insert, 1, (const char *)post, length, SQLITE_STATIC);
    if (sqlite3_step(insert) != SQLITE_DONE)
        fail("insert");
    sqlite3_reset(insert);
}

/* A frame is the post in JSON, filled up with spaces to the length that was asked for. */
static int build_frame(unsigned char *frame, const unsigned char *post, int length) {
    static long id;
    int size = snprintf((char *)frame + 4, BUFFER + 200, "{\"id\":%ld,\"room\":\"room\",\"message\":%.*s", ++id, length, post);
    while (size < frame_length - 5)
        frame[4 + size++] = ' ';
    frame[4 + size++] = '}';
    frame[0] = 0x81;
    frame[1] = 126;
    frame[2] = size >> 8;
    frame[3] = size;
    return size + 4;
}

static void deliver(const unsigned char *post, int length) {
    static unsigned char frame[LONGEST_FRAME + BUFFER + 256];
    store(post, length);
    int size = build_frame(frame, post, length);
    for (int i = 0; i < member_count; i++)
        if (send(members[i], frame, size, MSG_DONTWAIT | MSG_NOSIGNAL) != size)
            fprintf(stderr, "bare: a frame was not taken whole\n");
}

static void drop(int fd) {
    for (int i = 0; i < member_count; i++)
        if (members[i] == fd) {
            members[i] = members[--member_count];
            break;
        }
    close(fd);
}

static void let_in(int fd) {
    struct client *client = &clients[fd];
    if (!memmem(client->buffer, client->length, "\r\n\r\n", 4))
        return;
    client->length = 0;
    client->is_member = 1;
    members[member_count++] = fd;
    send(fd, WELCOME, sizeof WELCOME - 1, 0);
}

static void read_frames(struct client *client) {
    unsigned char *buffer = client->buffer;
    for (;;) {
        int head = 2, length = buffer[1] & 127;
        if (client->length < 4)
            return;
        if (length == 126) {
            length = buffer[2] << 8 | buffer[3];
            head = 4;
        }
        if (client->length < head + 4 + length)
            return;
        unsigned char *mask = buffer + head, *payload = mask + 4;
        for (int i = 0; i < length; i++)
            payload[i] ^= mask[i & 3];
        if ((buffer[0] & 15) == 1)
            deliver(payload, length);
        client->length -= head + 4 + length;
        memmove(buffer, payload + length, client->length);
    }
}

static void watch(int poll, int fd) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
}

static void take(int poll, int listening) {
    int one = 1, fd = accept4(listening, 0, 0, SOCK_NONBLOCK);
    if (fd < 0 || fd >= MOST_SOCKETS)
        return;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    clients[fd].is_member = clients[fd].length = 0;
    watch(poll, fd);
}

static void serve(int fd) {
    struct client *client = &clients[fd];
    int got = recv(fd, client->buffer + client->length, BUFFER - client->length, 0);
    if (got <= 0) {
        drop(fd);
        return;
    }
    client->length += got;
    if (client->is_member)
        read_frames(client);
    else
        let_in(fd);
}

static int listen_on(int port) {
    int one = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(fd, (void *)&address, sizeof address) || listen(fd, 1024))
        fail("listen");
    return fd;
}

int main(int argc, char **argv) {
    if (argc != 4)
        fail("usage: bare PORT FILE LENGTH");
    clients = calloc(MOST_SOCKETS, sizeof *clients);
    frame_length = atoi(argv[3]) < LONGEST_FRAME ? atoi(argv[3]) : LONGEST_FRAME;
    open_database(argv[2]);
    int listening = listen_on(atoi(argv[1])), poll = epoll_create1(0);
    struct epoll_event events[256];
    watch(poll, listening);
    for (;;) {
        int count = epoll_wait(poll, events, 256, -1);
        for (int i = 0; i < count; i++)
            if (events[i].data.fd == listening)
                take(poll, listening);
            else
                serve(events[i].data.fd);
    }
}

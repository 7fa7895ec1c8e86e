// Loaded into a gateway by ./dev prove sweep: makes the n-th call of one kind fail, or kills the process there. The calls of
// all threads are counted together, which strace cannot do.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static const char *wanted = "";
static const char *fault = "";
static const char *report = "/dev/null";
static long first;
static int goes_on;
static atomic_long calls;

__attribute__((constructor)) static void read_orders(void) {
  if (getenv("FAULT_CALL")) wanted = getenv("FAULT_CALL");
  if (getenv("FAULT_KIND")) fault = getenv("FAULT_KIND");
  if (getenv("FAULT_REPORT")) report = getenv("FAULT_REPORT");
  if (getenv("FAULT_AT")) first = atol(getenv("FAULT_AT"));
  goes_on = getenv("FAULT_GOES_ON") != NULL;
}

// Writes when it was, and which file: microseconds since 1970, call, path.
static void tell(const char *name, int file) {
  char link[64], path[512] = "-", line[700];
  struct timespec now;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = file < 0 ? -1 : readlink(link, path, sizeof path - 1);
  if (length > 0) path[length] = 0;
  clock_gettime(CLOCK_REALTIME, &now);
  int size = snprintf(line, sizeof line, "%lld %s %s\n", now.tv_sec * 1000000LL + now.tv_nsec / 1000, name, path);
  FILE *out = fopen(report, "a");
  if (!out) abort();
  syscall(SYS_write, fileno(out), line, size);
  fclose(out);
}

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

// Whether it is this call's turn.
static int is_due(const char *kind, const char *name, int file) {
  if (strcmp(kind, wanted)) return 0;
  long n = atomic_fetch_add(&calls, 1) + 1;
  if (n < first || (n > first && !goes_on)) return 0;
  tell(name, file);
  if (!strcmp(fault, "SIGKILL")) die();
  errno = !strcmp(fault, "ENOSPC") ? ENOSPC : EIO;
  return 1;
}

// "after" kills when the call has been made: what it sent is on its way, and what it wrote is written.
#define CALL(kind, type, name, file, parameters, arguments)            \
  type name parameters {                                               \
    static type(*real) parameters;                                     \
    if (!real) real = (type(*) parameters)dlsym(RTLD_NEXT, #name);     \
    int due = is_due(kind, #name, file);                               \
    if (due && strcmp(fault, "after")) return -1;                      \
    type result = real arguments;                                      \
    if (due) die();                                                    \
    return result;                                                     \
  }

CALL("pwrite", ssize_t, pwrite, f, (int f, const void *b, size_t n, off_t o), (f, b, n, o))
CALL("pwrite", ssize_t, pwrite64, f, (int f, const void *b, size_t n, off64_t o), (f, b, n, o))
CALL("fdatasync", int, fdatasync, f, (int f), (f))
CALL("fsync", int, fsync, f, (int f), (f))
CALL("ftruncate", int, ftruncate, f, (int f, off_t n), (f, n))
CALL("ftruncate", int, ftruncate64, f, (int f, off64_t n), (f, n))
CALL("rename", int, rename, -1, (const char *a, const char *b), (a, b))
CALL("rename", int, renameat, -1, (int d, const char *a, int e, const char *b), (d, a, e, b))
CALL("rename", int, renameat2, -1, (int d, const char *a, int e, const char *b, unsigned g), (d, a, e, b, g))
CALL("unlink", int, unlink, -1, (const char *a), (a))
CALL("unlink", int, unlinkat, -1, (int d, const char *a, int g), (d, a, g))
CALL("write", ssize_t, write, f, (int f, const void *b, size_t n), (f, b, n))
CALL("write", ssize_t, writev, f, (int f, const struct iovec *v, int n), (f, v, n))
CALL("write", ssize_t, send, f, (int f, const void *b, size_t n, int g), (f, b, n, g))
CALL("write", ssize_t, sendto, f, (int f, const void *b, size_t n, int g, const struct sockaddr *a, socklen_t l),
     (f, b, n, g, a, l))
CALL("write", ssize_t, sendmsg, f, (int f, const struct msghdr *m, int g), (f, m, g))
CALL("read", ssize_t, read, f, (int f, void *b, size_t n), (f, b, n))
CALL("read", ssize_t, readv, f, (int f, const struct iovec *v, int n), (f, v, n))
CALL("read", ssize_t, recv, f, (int f, void *b, size_t n, int g), (f, b, n, g))
CALL("read", ssize_t, recvfrom, f, (int f, void *b, size_t n, int g, struct sockaddr *a, socklen_t *l), (f, b, n, g, a, l))
CALL("read", ssize_t, recvmsg, f, (int f, struct msghdr *m, int g), (f, m, g))

// What Swift's Glibc module leaves out: malloc_trim(3), mallopt(3).
#ifdef __linux__
#include <malloc.h>
#endif

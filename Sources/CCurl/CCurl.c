/* Compiled so that the header is known to stand on its own. */
#include "CCurl.h"

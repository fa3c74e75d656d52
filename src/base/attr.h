/* base/attr.h - the few compiler attributes this house uses, by name. */
#ifndef BASE_ATTR_H
#define BASE_ATTR_H

/* The result says whether it worked; ignoring it is a compile error. */
#define MUST_USE __attribute__((warn_unused_result))

/* Argument `fmt` is a printf format for the arguments from `first` on. */
#define PRINTF_LIKE(fmt, first) __attribute__((format(printf, fmt, first)))

#endif

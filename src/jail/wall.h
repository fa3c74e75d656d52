/*
 * jail/wall.h - private to jail: the walls, each a thing the kernel enforces.
 *
 * Order matters: memory at once, so that it bounds the loading of models too; Landlock,
 * which needs a file number, before the limit that leaves none; seccomp last, for it
 * forbids the calls that the others are made of.
 */
#ifndef JAIL_WALL_H
#define JAIL_WALL_H

#include "jail/jail.h"

bool wall_memory(size_t most_more); /* address space beyond what there is now */
bool wall_limits(unsigned most_cpu_s);
/* Gives up gaining privileges. True also when the kernel has no Landlock: seccomp refuses
 * every open by itself. */
bool wall_landlock(void);
bool wall_seccomp(void);
int  wall_landlock_version(void); /* 0: none */

#endif

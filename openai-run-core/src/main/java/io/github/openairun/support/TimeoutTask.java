package io.github.openairun.support;

/**
 * A scheduled task that ends something else which takes too long. Usually it is cancelled
 * before its time. A simulated clock that jumps over waits does not jump to it.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TimeoutTask extends Runnable {

}

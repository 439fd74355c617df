package io.github.openairun.tool;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;

/**
 * Tells failures that a run survives from those that nothing does.
 */
final class Throwables {

	private Throwables() {
	}

	/**
	 * Throw what must not be answered: the virtual machine is in trouble, or wants the
	 * thread to end. An exhausted stack is free again by now.
	 * @param ex what was caught
	 */
	static void rethrowIfFatal(Throwable ex) {
		if (ex instanceof VirtualMachineError error && !(error instanceof StackOverflowError)) {
			throw error;
		}
		if (ex instanceof Error error && error.getClass().getName().equals("java.lang.ThreadDeath")) {
			throw error;
		}
	}

	/**
	 * Return what a handler threw.
	 * @param ex what reflection and proxies made of it
	 * @return the handler's own
	 */
	static Throwable unwrap(Throwable ex) {
		Throwable current = ex;
		while (current instanceof UndeclaredThrowableException || current instanceof InvocationTargetException) {
			Throwable cause = current.getCause();
			if (cause == null) {
				return current;
			}
			current = cause;
		}
		return current;
	}

}

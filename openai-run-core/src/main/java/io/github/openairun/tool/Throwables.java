package io.github.openairun.tool;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Set;

/**
 * Tells failures that a run survives from those that nothing does.
 */
final class Throwables {

	private static final Set<String> DENIALS = Set.of("org.springframework.security.access.AccessDeniedException",
			"org.springframework.security.core.AuthenticationException");

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
	 * Return whether a failure says that who is logged in, if anybody, may not do this.
	 * Spring Security may be absent, so its exceptions are known by name.
	 * @param ex what a handler threw
	 * @return whether access was denied
	 */
	static boolean isDenial(Throwable ex) {
		for (Class<?> type = ex.getClass(); type != null; type = type.getSuperclass()) {
			if (DENIALS.contains(type.getName())) {
				return true;
			}
		}
		return false;
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

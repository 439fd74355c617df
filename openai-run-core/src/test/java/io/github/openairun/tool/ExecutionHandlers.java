package io.github.openairun.tool;

import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.github.openairun.ToolHandler;
import io.github.openairun.ToolHandlerException;
import io.github.openairun.ToolOutput;

/**
 * Handlers that end in every way that there is.
 */
class ExecutionHandlers {

	static boolean executed;

	@ToolHandler
	String text() {
		return "plain \"text\"";
	}

	@ToolHandler
	String emptyText() {
		return "";
	}

	@ToolHandler
	void nothing() {
	}

	@ToolHandler
	@Nullable Void nothingBoxed() {
		return null;
	}

	@ToolHandler
	@Nullable String nothingAtAll() {
		return null;
	}

	@ToolHandler
	int number() {
		return 17;
	}

	@ToolHandler
	Order record() {
		return new Order("7", true);
	}

	@ToolHandler
	List<String> list() {
		return List.of("a", "b");
	}

	@ToolHandler
	Optional<String> optionalText() {
		return Optional.of("some text");
	}

	@ToolHandler
	Optional<String> optionalEmpty() {
		return Optional.empty();
	}

	@ToolHandler
	Optional<Order> optionalRecord() {
		return Optional.of(record());
	}

	@ToolHandler
	ToolOutput output() {
		return new ToolOutput("ignored", "made by hand");
	}

	@ToolHandler
	void runtimeException() {
		throw new IllegalStateException("secret");
	}

	@ToolHandler
	void checkedException() throws IOException {
		throw new IOException("secret");
	}

	@ToolHandler
	void undeclared() {
		throw new UndeclaredThrowableException(new IOException("wrapped"));
	}

	@ToolHandler
	void assertionError() {
		throw new AssertionError("secret");
	}

	@ToolHandler
	int stackOverflow() {
		return deeper() + 1;
	}

	private int deeper() {
		return stackOverflow() + 1;
	}

	@ToolHandler
	void noClass() {
		throw new NoClassDefFoundError("secret");
	}

	@ToolHandler
	void withArgument(String value) {
		throw new IllegalStateException("without the argument");
	}

	@ToolHandler
	void refusal() {
		throw new ToolHandlerException("Order 7 is shipped");
	}

	@ToolHandler
	void refusalWithCause() {
		throw new ToolHandlerException("Try again later", new IOException("disk"));
	}

	@ToolHandler
	void outOfMemory() {
		throw new OutOfMemoryError("not really");
	}

	@ToolHandler
	void remember() {
		executed = true;
	}

	@ToolHandler
	String interrupting() {
		Thread.currentThread().interrupt();
		return "interrupted";
	}

	@ToolHandler
	boolean isInterrupted() {
		return Thread.currentThread().isInterrupted();
	}

	@ToolHandler
	void interruptedException() throws InterruptedException {
		throw new InterruptedException();
	}

	record Order(String id, boolean open) {
	}

	static class Broken {

		Broken() {
			throw new IllegalStateException("secret");
		}

		@ToolHandler
		String broken() {
			return "";
		}

	}

}

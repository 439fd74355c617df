package io.github.openairun.autoconfigure;

import java.util.Map;

import io.github.openairun.ToolHandler;

/**
 * A handler with types of its own, which {@link ContextReloadTests} loads anew each time.
 */
public class ReloadedTools {

	@ToolHandler(description = "Finds orders")
	public Order find(Order like, Map<String, String> labels, Unit unit) {
		return like;
	}

	public record Order(String number, Unit unit) {
	}

	public enum Unit {

		PIECE, BOX

	}

}

package io.github.openairun.tool;

/**
 * Names places in arguments, as in {@code order.lines[1].sku}.
 */
final class ArgumentPaths {

	private ArgumentPaths() {
	}

	static String join(String path, String name) {
		return path.isEmpty() ? name : path + "." + name;
	}

	static String element(String path, int index) {
		return path + "[" + index + "]";
	}

}

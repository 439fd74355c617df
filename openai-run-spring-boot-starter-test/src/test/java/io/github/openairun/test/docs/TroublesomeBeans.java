package io.github.openairun.test.docs;

import org.springframework.beans.factory.ObjectProvider;

import io.github.openairun.RunOperations;
import io.github.openairun.ToolHandler;

/**
 * Beans with handlers as they should not be, and one as it should.
 */
final class TroublesomeBeans {

	private TroublesomeBeans() {
	}

	static class Legal {

		@ToolHandler
		String lookUp(String id) {
			return id;
		}

	}

	static class Same {

		@ToolHandler
		String lookUp(String id) {
			return id;
		}

	}

	static class IllegalName {

		@ToolHandler(name = "look up")
		String lookUp(String id) {
			return id;
		}

	}

	static class Private {

		@ToolHandler
		private String lookUp(String id) {
			return id;
		}

	}

	static class Undescribed {

		@ToolHandler
		String lookUp(Thread thread) {
			return thread.getName();
		}

	}

	interface Visible {

	}

	static class Hidden implements Visible {

		@ToolHandler
		public String lookUp(String id) {
			return id;
		}

	}

	static class Early {

		Early(ObjectProvider<RunOperations> runs) {
			runs.getObject().execute("support", "Hello");
		}

	}

}

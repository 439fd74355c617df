package io.github.openairun.tool;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compiles a handler as a build that forgot {@code -parameters} does.
 */
final class WithoutParameterNames {

	private static final String SOURCE = """
			public class Nameless {
				@io.github.openairun.ToolHandler
				public String findOrder(String number) {
					return number;
				}
			}
			""";

	private WithoutParameterNames() {
	}

	/** Compile the handler into a folder. */
	static URLClassLoader compile(Path folder) throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		SimpleJavaFileObject source = new SimpleJavaFileObject(URI.create("string:///Nameless.java"),
				SimpleJavaFileObject.Kind.SOURCE) {

			@Override
			public CharSequence getCharContent(boolean ignoreEncodingErrors) {
				return SOURCE;
			}

		};
		assertThat(
				compiler
					.getTask(null, null, null, List.of("-d", folder.toString(), "-proc:none", "-classpath",
							System.getProperty("java.class.path")), null, List.of(source))
					.call())
			.isTrue();
		return new URLClassLoader(new URL[] { folder.toUri().toURL() }, WithoutParameterNames.class.getClassLoader());
	}

}

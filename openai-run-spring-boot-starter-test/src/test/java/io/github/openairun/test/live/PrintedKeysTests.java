package io.github.openairun.test.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PrintedKeysTests {

	/** What a test prints must not look like a key, in its own report. */
	private static final String KEY = "s" + "k-abc";

	@TempDir
	Path root;

	@BeforeEach
	void aModuleThatKeepsItsSecrets() throws IOException {
		report("library", "<properties><property name='key' value='" + KEY + "'/></properties>"
				+ "<testcase name='one'><system-out>Bearer ***</system-out></testcase>");
	}

	@Test
	void whatNobodySeesIsNotPrinted() {
		assertThat(keys().printed()).containsExactly("Bearer ***");
		assertThat(keys().found()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "<testcase><system-out><![CDATA[Bearer KEY]]></system-out></testcase>",
			"<testcase><system-err>Bearer KEY</system-err></testcase>", "<system-out>Bearer KEY</system-out>",
			"<testcase><failure message='Bearer KEY'>at A.b</failure></testcase>",
			"<testcase><error>java.lang.Error: KEY</error></testcase>",
			"<testcase><flakyFailure><stackTrace>KEY</stackTrace><system-out>x</system-out></flakyFailure></testcase>" })
	void aKeyThatASamplePrintsIsFound(String content) throws IOException {
		report("samples/shop", content.replace("KEY", KEY));
		assertThat(keys().found()).singleElement()
			.asString()
			.startsWith("samples/shop/target/surefire-reports/TEST-A.xml: ");
	}

	@Test
	void everyModuleIsRead() throws IOException {
		report("samples/shop", "<testcase/>");
		assertThat(keys().modules()).containsExactly("library", "samples/shop");
	}

	private PrintedKeys keys() {
		return new PrintedKeys(this.root);
	}

	private void report(String module, String content) throws IOException {
		Path folder = Files.createDirectories(this.root.resolve(module).resolve("target/surefire-reports"));
		Files.writeString(folder.resolve("TEST-A.xml"), "<testsuite>" + content + "</testsuite>");
	}

}

package io.github.openairun.samples.durable;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class DurableApplicationTests {

	@TempDir
	Path folder;

	@Test
	void answersAComplaintAndThenTheNext(CapturedOutput output) throws Exception {
		DurableApplication.main(new String[] { database() });
		DurableApplication.main(new String[] { database() });
		assertThat(output.getOut()).containsSubsequence("complaint 1: The lamp", "call      orderReplacement lamp",
				"call      bookVoucher 10", "listener  run ENDED", "reply     We are sorry.", "vouchers  1",
				"complaint 2: The lamp", "reply     We are sorry.", "vouchers  1");
	}

	@Test
	void goesOnAfterItWasKilled(CapturedOutput output) throws Exception {
		DurableApplication.main(new String[] { "--kill", database() });
		assertThat(output.getOut())
			.containsSubsequence("complaint 1: The lamp", "call      orderReplacement", "call      bookVoucher",
					"killed    process", "started   process", "complaint 1 is still open", "call      bookVoucher",
					"listener  run ENDED", "reply     We are sorry.", "vouchers  1")
			.containsOnlyOnce("orderReplacement");
	}

	private String database() {
		return "--spring.datasource.url=jdbc:h2:file:" + this.folder.resolve("complaints") + ";WRITE_DELAY=0";
	}

}

#!/usr/bin/perl
# Runs Envoy under an admin socket of its own, and lets it finish its work when another edge has taken over.
use strict;
use warnings;
use Fcntl;
use IO::Handle;
use IO::Socket::UNIX;

my $tmp = $ENV{TMPDIR} || '/tmp';

# Where the health check, another process of the same container, finds the socket.
my $note = "$tmp/admin-socket";

# Where the bootstrap, which cannot know its name, has Envoy find it.
my $own = "$tmp/admin.sock";

# `time` counts whole seconds, and what is as long as the window may be late on a busy host. Within the container's stop grace.
my $grace = 10;

# What is handed to the kernel reaches a client nearby within that; an end before the client's last words would take it back. Seconds.
my $settling = 1;

my $mode = shift @ARGV;
if ($mode eq 'health') { exit(serves(noted(), shift @ARGV) ? 0 : 1) }
my ($window, $directory, $path, @envoy) = @ARGV;
(my $stem = $path) =~ s/\.sock$//;
my $socket = sprintf '%s-%08x%04x.sock', $stem, time, $$ ^ int rand 0xffff;
run();

sub run {
    my ($ending, $envoy) = (0, 0);
    $SIG{TERM} = $SIG{INT} = sub { $ending = 1 };
    pause() until $ending or may_start();
    exit 0 if $ending;
    put_back('its files are damaged') if damaged();
    remove_dead();
    note($socket);
    unlink $own;
    symlink $socket, $own;
    $envoy = start();
    my $status = await($envoy, \$ending);
    if ($ending and not defined $status) {
        drain() if grep { serves($_, $directory) } others();
        kill TERM => $envoy;
        waitpid $envoy, 0;
        $status = 0;
    }
    unlink $socket;
    exit(($status >> 8) || ($status ? 1 : 0));
}

# The agent writes the first files, and gives the edge the place for its socket.
sub may_start {
    (my $place = $socket) =~ s{/[^/]*$}{};
    return -w $place && (-e "$directory/lds.json" && -e "$directory/cds.json" || last_good());
}

# The last set that an edge has taken as a whole, as names and contents by turns; nothing when it is missing or cut.
sub last_good {
    my $text = content('last-good.set') // return;
    my @files;
    while ($text =~ /\G([\w.-]+) (\d+)\n/gc) {
        push @files, $1, substr($text, pos $text, $2);
        pos($text) += $2;
    }
    return $text =~ /\Gend\n\z/gc ? @files : ();
}

# Missing, unreadable, cut, or of the version of the last good one without being that.
sub damaged {
    my %good = last_good();
    for my $name (keys %good) {
        my $found = content($name) // return 1;
        my $version = version($found) // return 1;
        return 1 if $found ne $good{$name} and $version eq version($good{$name});
    }
    return 0;
}

sub version { return $_[0] =~ /\A\{\n  "version_info": "(\w+)".*\n\}\n\z/s ? $1 : undef }

# In their order, each by a rename, or Envoy would not see it. The agent brings what is newer.
sub put_back {
    my @good = last_good() or return;
    say_so("$_[0]; the last good ones are put back");
    while (my ($name, $text) = splice @good, 0, 2) {
        next if (content($name) // '') eq $text and not $_[1];
        put($name, $text) or return say_so("$directory/$name: $!; make room, and start the agent");
    }
}

sub put {
    my ($name, $text) = @_;
    my $new = "$directory/$name.edge.unfinished";
    sysopen my $file, $new, O_WRONLY | O_CREAT | O_TRUNC, 0600 or return 0;
    # flushed first: sync alone leaves what perl has yet to write
    return 1 if print {$file} $text and $file->flush and $file->sync and close $file and rename $new, "$directory/$name";
    my $why = $!;
    unlink $new;
    $! = $why;
    return 0;
}

sub content {
    open my $file, '<', "$directory/$_[0]" or return undef;
    local $/;
    return <$file>;
}

sub start {
    my $envoy = fork() // die "fork: $!";
    return $envoy if $envoy;
    $SIG{TERM} = $SIG{INT} = 'DEFAULT';
    exec @envoy, '--config-yaml', qq({"admin":{"address":{"pipe":{"path":"$socket"}}}});
    die "$envoy[0]: $!";
}

# Envoy's exit status, or nothing when somebody asks us to end. Polled: a signal just before a blocking wait would be lost.
sub await {
    my ($envoy, $ending) = @_;
    my $judge = judge();
    until ($$ending) {
        return $? if waitpid($envoy, 1) == $envoy;
        $judge = undef if $judge and $judge->();
        pause();
    }
    return undef;
}

# Called until it is true: Envoy has taken all its files, or was given the last good ones twice. What the agent is about
# to replace may be refused for a moment.
sub judge {
    my ($since, $times) = (0, 0);
    return sub {
        my @refused = refused() or return serves($socket, $directory);
        $since ||= time;
        return 0 if time - $since < 2;
        put_back("Envoy refuses @refused", 1);
        $since = 0;
        return ++$times == 2;
    };
}

# Whatever it has refused and not taken since.
sub refused {
    my %stat = map { /^(\S+): (\d+)/ ? ($1 => $2) : () } split /\n/, ask('GET', $socket, '/stats?filter=' . escape('update_(rejected|failure|success)$'));
    return sort grep { my $name = $_; !$stat{"$name.update_success"} && grep { $stat{"$name.update_$_"} } qw(rejected failure) }
        map { /(.*)\.update_success$/ ? $1 : () } keys %stat;
}

# New connections go to the successor from the first line on; clients of the old ones are told with their next answer.
sub drain {
    say_so('another edge serves; finishing what is in hand');
    ask('POST', $socket, '/drain_listeners');
    ask('POST', $socket, '/drain_listeners?graceful&skip_exit');
    pause();
    wait_for(\&open_connections);
    # a connection whose answer began before the drain is kept after it, and may have been used once more at the window's end
    wait_for(\&unfinished, $grace);
    select undef, undef, undef, $settling;
    say_so(sprintf '%d connections were left', open_connections());
}

# Until none is left, at most for the window and `more` seconds.
sub wait_for {
    my ($left, $more) = (@_, 0);
    my $end = time + $window + $more;
    pause() while time < $end and $left->() > 0;
}

# Those still in the handshake count.
sub open_connections { return sum('^(http\.https?|listener\..*)\.downstream_(pre_)?cx_active$') }

# A request is over when its answer is in Envoy's buffers, though a client that reads slowly has yet to get the end of it.
sub unfinished { return open_requests() + sum('^http\.https?\.downstream_cx_tx_bytes_buffered$') }

# Websockets have had their time.
sub open_requests {
    return sum('^http\.https?\.downstream_rq_active$') - sum('^http\.https?\.downstream_cx_upgrades_active$');
}

sub sum {
    my $count = 0;
    for (split /\n/, ask('GET', $socket, '/stats?filter=' . escape($_[0]))) { $count += $1 if !/^listener\.admin/ && /: (\d+)/ }
    return $count;
}

# Envoy is live, its workers have started, and it has taken what the agent wrote.
sub serves {
    my ($admin, $files) = @_;
    return 0 unless $admin and ask('GET', $admin, '/ready') =~ /LIVE/;
    my %stat = map { /^(\S+): (\d+)/ ? ($1 => $2) : () } split /\n/, ask('GET', $admin, '/stats?filter=' . escape($taken::stats));
    return 0 unless $stat{'listener_manager.workers_started'};
    return 0 if grep { /update_success$/ && !$stat{$_} } keys %stat;
    return $stat{'listener_manager.total_listeners_active'} >= listeners($files);
}

BEGIN {
    $taken::stats = '^(listener_manager\.(workers_started|total_listeners_active|lds\.update_success)'
        . '|cluster_manager\.cds\.update_success|http\..*\.rds\..*\.update_success|sds\..*\.update_success)$';
}

sub listeners {
    open my $file, '<', "$_[0]/lds.json" or return 0;
    my $text = do { local $/; <$file> };
    return scalar(() = $text =~ m{type\.googleapis\.com/envoy\.config\.listener\.v3\.Listener"}g);
}

sub others { return grep { $_ ne $socket } glob "$stem*.sock" }

# One that has just been made may not listen yet.
sub remove_dead {
    for my $other (others()) { unlink $other if !connected($other) && time - (stat $other)[9] > 60 }
}

sub connected { return IO::Socket::UNIX->new(Type => SOCK_STREAM, Peer => $_[0]) }

# The answer's text, empty when nobody answers within two seconds.
sub ask {
    my ($method, $admin, $target) = @_;
    my $answer = '';
    eval {
        local $SIG{ALRM} = sub { die "late\n" };
        alarm 2;
        if (my $connection = connected($admin)) {
            local $SIG{PIPE} = 'IGNORE';
            print $connection "$method $target HTTP/1.1\r\nHost: edge\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
            $connection->flush;
            local $/;
            $answer = <$connection> // '';
        }
        alarm 0;
    };
    alarm 0;
    return $answer;
}

sub escape { my $text = shift; $text =~ s/([^A-Za-z0-9_.-])/sprintf '%%%02X', ord $1/ge; return $text }

sub note { open my $file, '>', $note or die "$note: $!"; print $file $_[0]; close $file }

sub noted { open my $file, '<', $note or return; return scalar <$file> }

sub pause { select undef, undef, undef, 0.1 }

sub say_so { print STDERR "edge: $_[0]\n" }
